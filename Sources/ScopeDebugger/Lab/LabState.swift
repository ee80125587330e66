package import CNNModel

/// The lab: one convolution over a small image, all of whose settings and numbers can be changed.
///
/// A value. Every edit either gives valid layers with their numbers, or is refused and
/// changes nothing.
package struct LabState: Sendable {
  package private(set) var setting: LabSetting
  /// The image `[1, channels, size, size]`.
  package private(set) var image: Tensor
  /// Where the image comes from: `digits:42`.
  package private(set) var imageName: String
  /// The classic kernel that the first channel has; `nil` when numbers were changed by hand.
  package private(set) var weights: ClassicKernel?
  /// What the bias adds, where there is one.
  package private(set) var bias: Float = 0
  package private(set) var run: LabRun
  /// The selected cells of the image, the kernel and the output, and the channels that are shown.
  package internal(set) var cursor = LabCursor()
  /// The pass that is shown, and the gradient that arrives at the output.
  package internal(set) var backward = LabBackward()

  /// One kernel for each input channel, row by row.
  private var planes: [[Float]]
  private var original: Tensor

  /// - Parameter original: the image that a piece is taken of, `[1, channels, rows, columns]`.
  package init(_ original: Tensor, named name: String) throws(UserError) {
    let size = 7
    setting = LabSetting()
    weights = .sobelX
    planes = [ClassicKernel.sobelX.plane(size: 3)]
    (self.original, imageName) = (original, name)
    let pixels = try LabPicture.pixels(of: original, size: size)
    image = Tensor(shape: [1, 1, size, size], elements: pixels)
    run = try Self.computed(setting, image, planes, bias)
    cursor.source = Pair(both: size / 2)
    cursor.place = Pair(2, 2)
    backward.fit(run.output.shape)
    cursor.settle(in: self)
  }

  package var size: Int { image.shape[2] }

  /// The same convolution the other way; `nil` unless it is transposed.
  package var gathered: GatheredDeconvolution? {
    setting.isTransposed ? GatheredDeconvolution(self) : nil
  }

  /// Changes the setting.
  ///
  /// - Throws: ``UserError`` with the inequality that the value breaks and the nearest that fits.
  package mutating func change(_ edit: (inout LabSetting) -> Void) throws(UserError) {
    var copy = self
    edit(&copy.setting)
    copy.fit(from: setting)
    try copy.compute()
    self = copy
  }

  /// Takes another classic kernel: this one for the first channel, those after it for the others.
  package mutating func put(_ kernel: ClassicKernel) throws(UserError) {
    var copy = self
    copy.weights = kernel
    copy.planes = (0..<setting.inputs).map { copy.plane(ofChannel: $0) }
    try copy.compute()
    self = copy
  }

  /// Takes a piece of an image, or another size of the same.
  package mutating func take(
    _ original: Tensor? = nil, named name: String? = nil, size: Int? = nil
  ) throws(UserError) {
    var copy = self
    copy.original = original ?? self.original
    copy.imageName = name ?? imageName
    let size = size ?? self.size
    let pixels = try LabPicture.pixels(of: copy.original, size: size)
    copy.image = Self.image(pixels, size: size, channels: setting.inputs)
    try copy.compute()
    self = copy
  }

  /// Sets a number of the image.
  package mutating func set(_ value: Float, image cell: Position) throws(UserError) {
    image[cell] = value
    try compute()
  }

  /// Sets a number of the kernel between the channels that are shown.
  package mutating func set(_ value: Float, kernel cell: Pair) throws(UserError) {
    let share = mixing(cursor.output, cursor.input)
    planes[cursor.input][cell.rows * setting.kernel + cell.columns] = value / share
    weights = nil
    try compute()
  }

  package mutating func set(bias value: Float) throws(UserError) {
    bias = value
    try compute()
  }

  /// The kernel between an input and an output channel; `nil` where groups keep them apart.
  package func kernel(from input: Int, to output: Int) -> [Float]? {
    guard setting.mixing != .separable else { return planes[input] }
    let isConnected =
      input / (setting.inputs / setting.groups) == output / (setting.outputs / setting.groups)
    return isConnected ? planes[input].map { $0 * mixing(output, input) } : nil
  }

  /// How much of a channel goes into another: what the 1×1 convolution of a separable one learns,
  /// and what the kernels of an ordinary one are multiplied with, so that both give the same.
  package func mixing(_ output: Int, _ input: Int) -> Float { Self.mixing(output, input) }

  private static func mixing(_ output: Int, _ input: Int) -> Float {
    Float(1 + (output + input / 2) % 2) * (input % 2 == 0 ? 1 : -1)
  }
}

extension LabState {
  private mutating func compute() throws(UserError) {
    run = try Self.computed(setting, image, planes, bias)
    backward.fit(run.output.shape)
    if setting.mixing == .separable { backward.pass = .forward }
    go(to: cursor.place)
  }

  /// Resizes kernels and image to the setting.
  private mutating func fit(from old: LabSetting) {
    if setting.kernel != old.kernel, setting.kernel > 0 {
      planes = planes.indices.map { channel in
        weights == nil
          ? ClassicKernel.resized(planes[channel], from: old.kernel, to: setting.kernel)
          : plane(ofChannel: channel)
      }
    }
    guard setting.inputs != old.inputs else { return }
    planes = (0..<setting.inputs).map { $0 < planes.count ? planes[$0] : plane(ofChannel: $0) }
    image = Self.image(
      Array(image.elements.prefix(size * size)), size: size, channels: setting.inputs)
  }

  private func plane(ofChannel channel: Int) -> [Float] {
    (weights ?? .sobelX).next(by: channel).plane(size: setting.kernel)
  }

  private static func image(_ pixels: [Float], size: Int, channels: Int) -> Tensor {
    let elements = (0..<channels).flatMap {
      LabPicture.variant(pixels, size: size, channel: $0)
    }
    return Tensor(shape: [1, channels, size, size], elements: elements)
  }

  private static func computed(
    _ setting: LabSetting, _ image: Tensor, _ planes: [[Float]], _ bias: Float
  ) throws(UserError) -> LabRun {
    try LabRun(setting.line, image) { layer, parameter, layers in
      guard parameter.kind == .weight else {
        return [Float](repeating: layer == layers - 1 ? bias : 0, count: parameter.shape.count)
      }
      return (0..<parameter.shape.count).map {
        weight(setting, parameter.shape.position(at: $0), planes, layer: layer, of: layers)
      }
    }
  }

  /// A weight of a layer at `[out, in, row, column]`, or `[in, out, …]` of a transposed one.
  private static func weight(
    _ setting: LabSetting, _ place: Position, _ planes: [[Float]], layer: Int, of layers: Int
  ) -> Float {
    if layer > 0 { return mixing(place[0], place[1]) }
    let (inputs, outputs) = (setting.inputs / setting.groups, setting.outputs / setting.groups)
    let (input, output) =
      setting.isTransposed
      ? (place[0], place[0] / inputs * outputs + place[1])
      : (layers > 1 ? place[0] : place[0] / outputs * inputs + place[1], place[0])
    let value = planes[input][place[2] * setting.kernel + place[3]]
    return layers > 1 ? value : value * mixing(output, input)
  }
}
