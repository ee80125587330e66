package import CNNModel

/// A transposed convolution as an ordinary one: zeros between the cells of the image and around it,
/// then the kernel, rotated by 180°, with stride 1.
///
/// Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep learning", 2016.
package struct GatheredDeconvolution: Sendable {
  /// What a cell of the spread image is.
  package enum Cell: Hashable, Sendable { case image, between, around }

  /// The image with zeros between and around its cells.
  package let spread: Tensor
  package let run: LabRun
  private let stride: Int
  /// The zeros before the first cell on each axis; negative where cells are cut off.
  private let before: Int
  private let size: Int

  /// - Precondition: the lab is transposed.
  init?(_ lab: LabState) {
    self.init(
      lab.run, lab.setting, outputs: lab.setting.outputs,
      bias: lab.setting.hasBias ? lab.bias : nil)
  }

  /// - Parameters:
  ///   - run: a transposed convolution.
  ///   - setting: its kernel, dilation and groups.
  ///   - outputs: its output channels.
  ///   - isRotated: whether the kernel is rotated by 180°, without which the result is another one.
  init?(
    _ run: LabRun, _ setting: LabSetting, outputs: Int, bias: Float? = nil, isRotated: Bool = true
  ) {
    guard let layer = run.layers[0] as? any TransposedWindowed else { return nil }
    let image = run.values[0]
    let rows = layer.outputWindow(for: [image.shape]).rows
    (stride, size) = (rows.stride, image.shape[2])
    before = rows.reach - 1 - rows.before
    let extent = rows.extent + rows.reach - 1
    spread = Self.spread(image, stride: stride, before: before, extent: extent)
    let weight = run.parameters[0][0]
    let words = Self.line(setting, outputs, bias: bias, isRotated: isRotated)
    let gathered = try? LabRun(
      words, spread,
      fill: { _, parameter, _ in
        guard parameter.kind == .weight else {
          return [Float](repeating: bias ?? 0, count: parameter.shape.count)
        }
        return Self.exchanged(weight, as: parameter.shape, groups: setting.groups)
      })
    guard let gathered else { return nil }
    self.run = gathered
  }

  /// What a cell of the spread image is.
  package func cell(_ row: Int, _ column: Int) -> Cell {
    let places = [row - before, column - before]
    guard places.allSatisfy({ $0 >= 0 && $0 <= (size - 1) * stride }) else { return .around }
    return places.allSatisfy { $0 % stride == 0 } ? .image : .between
  }

  /// Where a cell of the image stands in the spread one; outside of it where it is cut off.
  package func place(of cell: Pair) -> Pair {
    Pair(cell.rows * stride + before, cell.columns * stride + before)
  }

  /// The zeros around the image on the upper side: `dilation·(kernel − 1) − padding`.
  package var margin: Int { before }

  private static func line(
    _ setting: LabSetting, _ outputs: Int, bias: Float?, isRotated: Bool
  ) -> String {
    var words = ["conv", "\(outputs)", "\(setting.kernel)x\(setting.kernel)"]
    if setting.dilation != 1 { words += ["dilation", "\(setting.dilation)"] }
    if setting.groups != 1 { words += ["groups", "\(setting.groups)"] }
    if bias == nil { words.append("no-bias") }
    if isRotated { words.append("true-convolution") }
    return words.joined(separator: " ")
  }

  private static func spread(_ image: Tensor, stride: Int, before: Int, extent: Int) -> Tensor {
    let shape = image.shape
    var spread = Tensor.zeros([1, shape[1], extent, extent])
    for offset in 0..<shape.count {
      let from = shape.position(at: offset)
      let to: Position = [0, from[1], from[2] * stride + before, from[3] * stride + before]
      if spread.shape.contains(to) { spread[to] = image[offset] }
    }
    return spread
  }

  /// The weight `[in, out/groups, …]` as `[out, in/groups, …]`.
  private static func exchanged(_ weight: Tensor, as shape: Shape, groups: Int) -> [Float] {
    let (outputs, inputs) = (shape[0] / groups, shape[1])
    return (0..<shape.count).map { offset in
      let place = shape.position(at: offset)
      let group = place[0] / outputs
      return weight[[group * inputs + place[1], place[0] % outputs, place[2], place[3]]]
    }
  }
}
