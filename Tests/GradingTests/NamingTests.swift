import Differences
import Grading
import Testing

@Suite struct NamingTests {
  @Test("The same letter means what the other names of its convention say")
  func letters() throws {
    func roles(_ name: String) throws -> [String: ArrayRole] {
      try #require(NamingConvention.all.first { $0.name == name }).roles
    }
    #expect(try roles("Z after A_prev")["Z"] == .output(0))
    #expect(try roles("A after Z")["Z"] == .input(0))
    #expect(try roles("A after Z")["Y"] == .target)
    #expect(try roles("capitals")["Y"] == .output(0))
    #expect(try roles("short letters")["dx1"] == .inputGradient(1))
  }
}
