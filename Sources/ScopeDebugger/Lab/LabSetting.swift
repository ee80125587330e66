import CNNModel

/// What the layer of the lab is: the words of its line in a model file.
package struct LabSetting: Hashable, Sendable {
  /// How the channels are connected.
  package enum Mixing: Hashable, Sendable {
    /// In so many independent groups; 1 is an ordinary convolution.
    case groups(Int)
    /// One kernel for each channel, then a 1×1 convolution over all.
    case separable
  }

  package var kernel = 3
  package var stride = 1
  /// As it is written: `valid`, `same`, `full` or a number.
  package var padding = "valid"
  package var fill = PaddingFill.zeros
  package var dilation = 1
  package var inputs = 1
  package var outputs = 1
  package var mixing = Mixing.groups(1)
  package var isTransposed = false
  /// Whether the kernel is rotated by 180°.
  package var isTrueConvolution = false
  package var outputPadding = 0
  package var hasBias = true

  package init() {}

  package var groups: Int { if case .groups(let count) = mixing { count } else { inputs } }

  /// The line that means the layer. Words that say what is meant without them are left out, and
  /// those that a transposed convolution does not have.
  package var line: String {
    var words = [keyword, "\(outputs)", "\(kernel)x\(kernel)"]
    if stride != 1 { words += ["stride", "\(stride)"] }
    if padding != "valid", padding != "0" { words += ["pad", padding] }
    if !isTransposed, fill != .zeros { words += ["pad-with", fill.rawValue] }
    if dilation != 1 { words += ["dilation", "\(dilation)"] }
    if case .groups(let count) = mixing, count != 1 { words += ["groups", "\(count)"] }
    if isTransposed, outputPadding != 0 { words += ["output-pad", "\(outputPadding)"] }
    if !hasBias { words.append("no-bias") }
    if !isTransposed, isTrueConvolution { words.append("true-convolution") }
    return words.joined(separator: " ")
  }

  private var keyword: String {
    isTransposed ? "deconv" : mixing == .separable ? "separable" : "conv"
  }
}

/// A setting of the lab, which keys step through and `lab NAME VALUE` sets.
package enum LabSettingName: String, Hashable, Sendable, CaseIterable {
  case kernel, stride
  case padding = "pad"
  case fill = "pad-with"
  case dilation, channels, groups, transposed
  case trueConvolution = "true-convolution"
  case outputPadding = "output-pad"
  case weights, size, image
  /// Forward, or one of the backward passes.
  case pass
  /// Whether the backward pass's window has the kernel rotated.
  case dxRotated = "dx-rotated"
}
