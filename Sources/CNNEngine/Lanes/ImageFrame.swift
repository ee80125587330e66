import CNNModel
import KernelInterface

/// An image of one sample with zeros around it, and between its cells: there every target cell of a
/// walk sums over all taps, so that the cells of a row lie side by side.
struct ImageFrame {
  private let rows: Axis
  private let columns: Axis

  private struct Axis {
    /// Zeros before the first cell, and cells of the frame from a cell of the image to the next.
    let before: Int
    let step: Int
    let taps: AxisTaps

    init(gather window: AxisWindow) {
      (before, step) = (window.before, 1)
      let reach = window.reach + (window.outputs - 1) * window.stride
      let cells = (0..<window.outputs).map { output in
        (0..<window.kernel).map { tap in
          AxisTaps.Tap(
            source: output * window.stride + tap * window.dilation,
            weight: window.weight(tap: tap))
        }
      }
      taps = AxisTaps(cells: cells, extent: max(reach, window.before + window.extent))
    }

    init(scatter window: AxisWindow) {
      let before = max(0, window.reach - 1 - window.before)
      (self.before, step) = (before, window.stride)
      let cells = (0..<window.extent).map { cell in
        (0..<window.kernel).reversed().map { tap in
          AxisTaps.Tap(
            source: cell + window.before - tap * window.dilation + before,
            weight: window.weight(tap: tap))
        }
      }
      let reach = window.extent + window.before + before
      taps = AxisTaps(
        cells: cells, extent: max(reach, before + (window.outputs - 1) * window.stride + 1))
    }
  }

  /// - Returns: `nil` where the image can do without, or is repeated in its padding.
  init?(gather window: ImageWindow) {
    let axes = [window.rows, window.columns]
    guard axes.allSatisfy({ $0.fill == .zeros && $0.before >= 0 && $0.outputs > 0 }),
      axes.contains(where: { $0.before > 0 || $0.isOver })
    else { return nil }
    (rows, columns) = (Axis(gather: window.rows), Axis(gather: window.columns))
  }

  /// - Returns: `nil` where the image can do without, is repeated in its padding, or where there
  ///   would be more zeros than numbers.
  init?(scatter window: ImageWindow) {
    let axes = [window.rows, window.columns]
    guard axes.allSatisfy({ $0.fill == .zeros && $0.before >= 0 && $0.outputs > 0 }),
      axes.contains(where: { $0.kernel > 1 || $0.stride > 1 || $0.before > 0 }),
      window.rows.stride * window.columns.stride <= 4
    else { return nil }
    (rows, columns) = (Axis(scatter: window.rows), Axis(scatter: window.columns))
  }

  func tables(kernelColumns: Int, channels: Int) -> WalkTables {
    WalkTables(
      rows: rows.taps, columns: columns.taps, kernelColumns: kernelColumns, channels: channels,
      samples: 1)
  }

  func shape(channels: Int) -> Shape { [channels, rows.taps.extent, columns.taps.extent] }

  /// Puts an image of planes of `extent` cells into the frame.
  @inline(__always)
  func fill(_ frame: UnsafeMutablePointer<Float>, _ image: UnsafePointer<Float>, _ shape: Shape) {
    let (width, height) = (columns.taps.extent, rows.taps.extent)
    let (imageRows, imageColumns) = (shape.extents[1], shape.extents[2])
    for channel in 0..<shape.extents[0] {
      for row in 0..<imageRows {
        let line = channel * height + row * rows.step + rows.before
        let to = frame + line * width + columns.before
        let from = image + (channel * imageRows + row) * imageColumns
        if columns.step == 1 {
          to.update(from: from, count: imageColumns)
        } else {
          for column in 0..<imageColumns { to[column * columns.step] = from[column] }
        }
      }
    }
  }
}

extension AxisWindow {
  /// Whether it reaches over the end of the image.
  fileprivate var isOver: Bool { place(output: outputs - 1, tap: kernel - 1) >= extent }
}

extension LaneSite {
  /// A walk over an image in its frame.
  func walk(
    _ frame: ImageFrame, _ geometry: ConvolutionGeometry, _ channels: WalkChannels,
    from source: LaneBuffer, to target: LaneBuffer, weights: Int, bias: Int?
  ) -> LaneOperation.Body {
    let framed = buffer(frame.shape(channels: source.shape[0]))
    let tables = frame.tables(
      kernelColumns: geometry.window.kernel.columns, channels: channels.sources)
    let body = walk(tables, channels, from: framed, to: target, weights: weights, bias: bias)
    return { place, step in
      let group = place.pointee.group
      frame.fill(group + framed.offset, group + source.offset, source.shape)
      body(place, step)
    }
  }
}
