import NumberText
import TerminalKit
import Testing

@Suite("Numbers as text") struct NumberTests {
  @Test(
    "Numbers fit their width",
    arguments: [
      (0.4123, 3, 8, "0.412"), (-1.305, 3, 8, "-1.31"), (2, 3, 8, "2"), (199, 4, 8, "199"),
      (0.95, 1, 8, "1"), (9.996, 3, 8, "10.0"), (123456, 3, 8, "123456"), (1234.56, 3, 8, "1235"),
      (0.000123, 3, 8, "0.000123"), (0.0000123, 3, 8, "1.23e-5"), (1.5e30, 3, 8, "1.50e30"),
      (123456, 3, 5, "1.2e5"), (123.456, 5, 4, "123"), (123, 3, 2, "##"), (-0.0, 3, 4, "-0"),
      (0, 3, 4, "0"), (.nan, 3, 4, "NaN"), (.infinity, 3, 4, "∞"), (-.infinity, 3, 4, "−∞"),
      (0.12345, 5, 5, "0.123"), (1e-300, 3, 5, "#####"), (5, 3, 0, ""),
    ] as [(Double, Int, Int, String)])
  func numbersFitTheirWidth(number: Double, significant: Int, width: Int, text: String) {
    #expect(Decimals.fitting(number, significant: significant, width: width) == text)
  }

  @Test("Floats have their own digits")
  func floatsHaveTheirOwnDigits() {
    #expect(Decimals.fitting(Float(0.1), significant: 9, width: 12) == "0.100000000")
    #expect(Decimals.fitting(Float.leastNonzeroMagnitude, significant: 2, width: 8) == "1.0e-45")
  }

  @Test("Every width is kept")
  func everyWidthIsKept() {
    for exponent in -40...38 {
      for width in 0...12 {
        let number = -1.2345678 * Double(sign: .plus, exponent: exponent * 3, significand: 1)
        #expect(Decimals.fitting(number, significant: 4, width: width).count <= width)
      }
    }
  }
}
