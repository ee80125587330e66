import CNNModel

/// What the layer of the lab is: the words of its line in a model file.
public struct LabSetting: Hashable, Sendable {
  /// How the channels are connected.
  public enum Mixing: Hashable, Sendable {
    /// In so many independent groups; 1 is an ordinary convolution.
    case groups(Int)
    /// One kernel for each channel, then a 1×1 convolution over all.
    case separable
  }

  public var kernel = 3
  public var stride = 1
  /// As it is written: `valid`, `same`, `full` or a number.
  public var padding = "valid"
  public var fill = PaddingFill.zeros
  public var dilation = 1
  public var inputs = 1
  public var outputs = 1
  public var mixing = Mixing.groups(1)
  public var isTransposed = false
  /// Whether the kernel is turned by 180°.
  public var isTrueConvolution = false
  public var outputPadding = 0
  public var hasBias = true

  public init() {}

  public var groups: Int { if case .groups(let count) = mixing { count } else { inputs } }

  /// The line that means the layer. Words that say what is meant without them are left out, and
  /// those that a transposed convolution does not have.
  public var line: String {
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
public enum LabKnob: String, Hashable, Sendable, CaseIterable {
  case kernel, stride
  case padding = "pad"
  case fill = "pad-with"
  case dilation, channels, groups, transposed
  case trueConvolution = "true-convolution"
  case outputPadding = "output-pad"
  case weights, size, image
}
