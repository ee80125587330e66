import CNNModel

/// The layer whose forward pass is the backward pass of the lab's: a transposed convolution for a
/// convolution, a convolution for a transposed one, with the same weights.
///
/// Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep learning", 2016.
package struct LabAdjoint: Sendable {
  /// As it is written in a model: `deconv 1 3x3 stride 2 no-bias`.
  package let line: String
  /// The layer over the gradient of the output.
  package let run: LabRun

  /// - Returns: `nil` where no such layer gives the image's shape, as with a padding of other than
  ///   zeros.
  package init?(_ lab: LabState) {
    let setting = lab.setting
    guard setting.mixing != .separable, setting.isTransposed || setting.fill == .zeros,
      let window = Self.window(lab)
    else { return nil }
    line = Self.line(setting, window)
    let isRotated = setting.isTrueConvolution && !setting.isTransposed
    let weight = lab.run.parameters[0][0]
    let (plane, elements) = (setting.kernel * setting.kernel, weight.elements)
    let run = try? LabRun(
      line, lab.backward.gradient,
      fill: { _, parameter, _ in
        guard isRotated else { return elements }
        return elements.indices.map { elements[$0 / plane * plane + plane - 1 - $0 % plane] }
      })
    guard let run, run.output.shape == lab.image.shape else { return nil }
    self.run = run
  }

  /// The window over the larger side.
  private static func window(_ lab: LabState) -> SpatialWindow? {
    if let window = lab.run.window { return window }
    return (lab.run.layers[0] as? any TransposedWindowed)?.outputWindow(for: [lab.image.shape])
  }

  private static func line(_ setting: LabSetting, _ window: SpatialWindow) -> String {
    let rows = window.rows
    var words = [setting.isTransposed ? "conv" : "deconv", "\(setting.inputs)"]
    words.append("\(setting.kernel)x\(setting.kernel)")
    if setting.stride != 1 { words += ["stride", "\(setting.stride)"] }
    if rows.before != rows.after {
      words += ["pad", "\(rows.before),\(rows.before),\(rows.after),\(rows.after)"]
    } else if rows.before != 0 {
      words += ["pad", "\(rows.before)"]
    }
    if setting.dilation != 1 { words += ["dilation", "\(setting.dilation)"] }
    if setting.groups != 1 { words += ["groups", "\(setting.groups)"] }
    if !setting.isTransposed {
      let least = (rows.outputs - 1) * rows.stride - rows.before - rows.after + rows.reach
      if rows.extent != least { words += ["output-pad", "\(rows.extent - least)"] }
    }
    return (words + ["no-bias"]).joined(separator: " ")
  }

  /// The same by a window over the gradient with zeros between and around its cells; `nil` where it
  /// is the layer itself that slides a window.
  ///
  /// - Parameter isRotated: whether the window has the kernel rotated by 180°, as is right.
  package func gathered(_ setting: LabSetting, isRotated: Bool) -> GatheredDeconvolution? {
    guard !setting.isTransposed else { return nil }
    return GatheredDeconvolution(run, setting, outputs: setting.inputs, isRotated: isRotated)
  }
}
