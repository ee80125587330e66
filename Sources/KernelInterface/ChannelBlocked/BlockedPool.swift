/// A pooling of one block of channels. Taps outside the image are left out.
public struct BlockedPool {
  public var window: BlockedWindow
  /// The image without its padding, and how far the first window begins before it.
  public var rows: Int
  public var columns: Int
  public var rowsBefore: Int
  public var columnsBefore: Int
  public var rowStride: Int
  public var columnStride: Int
  public var rowDilation: Int
  public var columnDilation: Int
  /// What the sum of each window is multiplied by, one number for each output; `nil` for a maximum.
  public var scales: UnsafePointer<Float>?
  /// The first cell of the image, padding not counted.
  public var image: UnsafePointer<Float>
  public var output: UnsafeMutablePointer<Float>

  public init(
    window: BlockedWindow, rows: Int, columns: Int, rowsBefore: Int, columnsBefore: Int,
    rowStride: Int, columnStride: Int, rowDilation: Int, columnDilation: Int,
    scales: UnsafePointer<Float>?, image: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    (self.window, self.rows, self.columns) = (window, rows, columns)
    (self.rowsBefore, self.columnsBefore) = (rowsBefore, columnsBefore)
    (self.rowStride, self.columnStride) = (rowStride, columnStride)
    (self.rowDilation, self.columnDilation) = (rowDilation, columnDilation)
    (self.scales, self.image, self.output) = (scales, image, output)
  }
}
