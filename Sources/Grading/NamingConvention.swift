import Differences

/// The names that the arrays of a computation have in somebody's files.
///
/// Courses and libraries name them differently, and one name may mean two things: `Z` is the output
/// of a convolution in a course whose activations have `Z` as their input.
public struct NamingConvention: Hashable, Sendable {
  /// What it is called, such as `PyTorch`.
  public let name: String
  /// By name, what an array is.
  public let roles: [String: ArrayRole]

  private init(_ name: String, _ names: [(ArrayRole, String)]) {
    self.name = name
    roles = [String: ArrayRole](
      names.flatMap { role, words in words.split(separator: " ").map { (String($0), role) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The conventions that are known, the usual ones first.
  public static let all: [NamingConvention] = [
    NamingConvention("cnnscope", symbols),
    NamingConvention(
      "short letters",
      parameters + several("x", "dx")
        + [
          (.input(0), "x scores logits"), (.target, "labels y"), (.outputGradient(0), "dout"),
          (.output(0), "out loss"), (.inputGradient(0), "dx dscores dlogits"),
        ]),
    NamingConvention(
      "capitals",
      parameters + several("X", "dX")
        + [
          (.input(0), "X"), (.target, "T"), (.outputGradient(0), "dY"), (.output(0), "Y"),
          (.inputGradient(0), "dX"),
        ]),
    NamingConvention(
      "Z after A_prev",
      parameters + several("A_prev", "dA_prev")
        + [
          (.input(0), "A_prev"), (.outputGradient(0), "dZ"), (.output(0), "Z"),
          (.inputGradient(0), "dA_prev"),
        ]),
    NamingConvention(
      "A after A_prev",
      parameters + several("A_prev", "dA_prev")
        + [
          (.input(0), "A_prev"), (.outputGradient(0), "dA"), (.output(0), "A"),
          (.inputGradient(0), "dA_prev"),
        ]),
    NamingConvention(
      "A after Z",
      [
        (.input(0), "Z"), (.target, "Y"), (.outputGradient(0), "dA"), (.output(0), "A loss"),
        (.inputGradient(0), "dZ"),
      ]),
    NamingConvention(
      "PyTorch",
      parameters + [
        (.input(0), "input"), (.target, "target"), (.outputGradient(0), "grad_output"),
        (.output(0), "output"), (.inputGradient(0), "grad_input"),
        (.parameterGradient(0), "grad_weight"), (.parameterGradient(1), "grad_bias"),
      ]),
  ]

  private static let symbols: [(ArrayRole, String)] =
    parameters + several("x", "gx") + [
      (.input(0), "x"), (.target, "target"), (.outputGradient(0), "gy"), (.output(0), "y"),
      (.inputGradient(0), "gx"), (.parameterGradient(0), "gw"), (.parameterGradient(1), "gb"),
    ]

  private static let parameters: [(ArrayRole, String)] = [
    (.parameter(0), "weight w W gamma"), (.parameter(1), "bias b beta"),
    (.parameterGradient(0), "dw dW dgamma"), (.parameterGradient(1), "db dbeta"),
    (.statistic(0), "mean running_mean"), (.statistic(1), "variance running_var"),
  ]

  /// The arrays of several inputs, which are numbered from 0 unless the first has no number.
  private static func several(_ input: String, _ gradient: String) -> [(ArrayRole, String)] {
    (0..<8).flatMap { index -> [(ArrayRole, String)] in
      [(.input(index), "\(input)\(index)"), (.inputGradient(index), "\(gradient)\(index)")]
    }
  }
}
