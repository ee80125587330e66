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

  init(_ name: String, _ names: [(ArrayRole, String)]) {
    self.name = name
    roles = [String: ArrayRole](
      names.flatMap { role, words in words.split(separator: " ").map { (String($0), role) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// What an array of this name is: by the name itself, or else by the only one that differs in
  /// nothing but capitals.
  public func role(of name: String) -> ArrayRole? {
    if let role = roles[name] { return role }
    let alike = Set(roles.filter { $0.key.lowercased() == name.lowercased() }.values)
    return alike.count == 1 ? alike.first : nil
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
          (.input(0), "X"), (.target, "T"), (.outputGradient(0), "dY dout"),
          (.output(0), "Y out L"), (.inputGradient(0), "dX"),
        ]),
    NamingConvention(
      "Z after A_prev", afterPrevious + [(.output(0), "Z"), (.outputGradient(0), "dZ")]),
    NamingConvention(
      "A after A_prev", afterPrevious + [(.output(0), "A"), (.outputGradient(0), "dA")]),
    NamingConvention(
      "A after Z",
      [
        (.input(0), "Z"), (.target, "Y"), (.outputGradient(0), "dA"), (.output(0), "A loss cost"),
        (.inputGradient(0), "dZ"),
      ]),
    NamingConvention(
      "inputs and outputs",
      parameters + several("input", "dinput")
        + [
          (.input(0), "input inputs"), (.target, "target targets labels"),
          (.outputGradient(0), "doutput doutputs dout dvalues"),
          (.output(0), "output outputs loss"), (.inputGradient(0), "dinput dinputs"),
          (.parameter(0), "weights kernel filters"), (.parameter(1), "biases"),
          (.parameterGradient(0), "dweight dweights dkernel dfilters"),
          (.parameterGradient(1), "dbias dbiases"),
        ]),
    NamingConvention(
      "PyTorch",
      parameters + [
        (.input(0), "input x"), (.target, "target"),
        (.outputGradient(0), "grad_output output.grad y.grad grad_y grad_out"),
        (.output(0), "output out y loss"),
        (.inputGradient(0), "grad_input input.grad x.grad grad_x"),
        (.parameterGradient(0), "grad_weight weight.grad w.grad grad_w grad_W"),
        (.parameterGradient(1), "grad_bias bias.grad b.grad grad_b"),
      ]),
  ]

  private static let symbols: [(ArrayRole, String)] =
    parameters + several("x", "gx") + [
      (.input(0), "x"), (.target, "target"), (.outputGradient(0), "gy"), (.output(0), "y"),
      (.inputGradient(0), "gx"), (.parameterGradient(0), "gw"), (.parameterGradient(1), "gb"),
    ]

  private static let afterPrevious: [(ArrayRole, String)] =
    parameters + several("A_prev", "dA_prev")
    + [(.input(0), "A_prev"), (.inputGradient(0), "dA_prev")]

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
