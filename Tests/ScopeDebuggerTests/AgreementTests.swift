import CNNModel
import NumberText
import ScopeDebugger
import TestSupport
import Testing

private func stored(_ value: Double) -> Expression {
  .term(Term("x", .input(0, [0, 0]), value))
}

@Suite("Stored numbers and their definitions", .baselineLevel)
struct AgreementTests {
  @Test(
    "The number that is ticked is the stored one; another is named as what the definition gives",
    arguments: [
      (.sum([stored(1.25), stored(2)]), 3.25, "3.2500 ✓ equal within rounding"),
      (.sum([stored(0), stored(0)]), 0, "0 ✓ equal within rounding"),
      (
        .sum([stored(0x1p22), stored(1), stored(-0x1p22), stored(5.25)]), 6.5,
        "6.5000 ✓ equal within rounding, exactly 6.2500"
      ),
      (.product([stored(3e38), stored(2)]), .infinity, "∞ ✓ 6.0000e38 overflows float32"),
      (
        .sum([stored(0x1p24), stored(0.25), stored(-0x1p24)]), 0,
        "0 ≈ 0.25000 ± 6.0 by rounding"
      ),
      (.product([stored(1e-25), stored(1e-25)]), 0, "0 ≈ 1.0000e-50 ± 2.8e-45 by rounding"),
      (
        .quotient(stored(1), .function(.square, stored(1e20))), 0,
        "0 ≈ 1.0000e-40, an intermediate result overflows"
      ),
      (.sum([stored(1), stored(1)]), 2.5, "2.0000 ✗ but 2.5000 is stored"),
      (.sum([stored(1), stored(1)]), 2.000_001, "2.0000 ✗ but 2.000001 is stored"),
      (.function(.logarithm, stored(-1)), .nan, "NaN ✓ equal within rounding"),
      (.function(.logarithm, stored(0)), 1, "−∞ ✗ but 1.0000 is stored"),
    ] as [(Expression, Float, String)])
  func text(_ definition: Expression, _ number: Float, _ wanted: String) {
    #expect(Agreement(definition, stored: number).text(digits: 5) == wanted)
  }

  @Test("Where there is little room, the words are left out")
  func short() {
    let sum = Expression.sum([stored(0x1p22), stored(1), stored(-0x1p22), stored(5.25)])
    #expect(Agreement(sum, stored: 6.5).text(digits: 5, isShort: true) == "6.5000 ✓ exactly 6.2500")
    let equal = Expression.sum([stored(1), stored(2)])
    #expect(Agreement(equal, stored: 3).text(digits: 5, isShort: true) == "3.0000 ✓")
  }

  @Test("Batch normalization near 1e7 has lost its digits, and its line says so")
  func lostDigits() throws {
    let lines = try Self.explained(
      "input 1x4x4; batchnorm; flatten; linear 3", "batchnorm1[0,0,0]", mean: -1e7)
    let line = try #require(lines.first { $0.hasPrefix("batchnorm1[0,0,0] = 0 ") })
    #expect(line.contains(" ≈ -0.674184 ± ") && !line.contains("✓"), "\(line)")
  }

  @Test("A cell whose window sees only padding says so; its neighbor does not")
  func onlyPadding() throws {
    let network = "input 1x4x4; maxpool 2 stride 1 pad 2; flatten; linear 3"
    let lines = try Self.explained(network, "maxpool1[0,0,0]")
    #expect(lines.contains("maxpool1[0,0,0] = −∞ ✓ equal within rounding"), "\(lines)")
    #expect(lines.contains("maxpool1[0,0,0]: the window sees only padding"), "\(lines)")
    let others = try Self.explained(network, "maxpool1[0,1,1]")
    #expect(!others.contains { $0.contains("only padding") }, "\(others)")
    let tensor = try Self.answer(network, "print maxpool1")
    #expect(
      tensor.last == "maxpool1: 24 of the 49 cells of a channel see only padding and are −∞")
  }

  private static func explained(
    _ network: String, _ cell: String, mean: Float = 0
  ) throws -> [String] {
    try answer(network, "explain \(cell)", mean: mean)
  }

  private static func answer(
    _ network: String, _ line: String, mean: Float = 0
  ) throws -> [String] {
    let parsed = try NetworkLibrary.read(
      text: network.replacing("; ", with: "\n"), title: "test")
    var repl = Repl(try Session(parsed, input: "digits:42"))
    for line in ["input digits:42 --mean \(mean)", "mode train", "finish"] {
      _ = repl.perform(line)
    }
    guard case .answered(let lines) = repl.perform(line) else { return [] }
    return lines
  }
}
