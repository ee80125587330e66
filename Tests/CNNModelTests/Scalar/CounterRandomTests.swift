import CNNModel
import Testing

@Suite struct CounterRandomTests {
  /// The known answers of the authors' library Random123 (`kat_vectors`, philox4x32 10).
  @Test("Random numbers are the published ones")
  func knownAnswers() {
    let zero = words(.init(repeating: 0), (0, 0))
    #expect(zero == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    let ones = words(.init(repeating: .max), (.max, .max))
    #expect(ones == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    let digits = words(
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], (0xa409_3822, 0x299f_31d0))
    #expect(digits == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  private func words(_ counter: CounterRandom.Words, _ key: (UInt32, UInt32)) -> [UInt32] {
    let words = CounterRandom.philox(counter, key: key)
    return words.indices.map { words[$0] }
  }

  @Test("The order of asking does not matter")
  func theOrderOfAskingDoesNotMatter() {
    let random = CounterRandom(seed: 7, stream: .dropout, 1, 2, 3)
    let forwards = (0..<100).map(random.uniform)
    let backwards = (0..<100).reversed().map(random.uniform)
    #expect(forwards == backwards.reversed())
    let again = CounterRandom(seed: 7, stream: .dropout, 1, 2, 3)
    #expect((0..<100).map(again.normal) == (0..<100).map(random.normal))
  }

  @Test("Every coordinate matters")
  func everyCoordinateMatters() {
    let first = [
      CounterRandom(seed: 7, stream: .dropout, 1, 2, 3),
      CounterRandom(seed: 8, stream: .dropout, 1, 2, 3),
      CounterRandom(seed: 7 + 1 << 32, stream: .dropout, 1, 2, 3),
      CounterRandom(seed: 7, stream: .shuffle, 1, 2, 3),
      CounterRandom(seed: 7, stream: .dropout, 0, 2, 3),
      CounterRandom(seed: 7, stream: .dropout, 1, 1, 3),
      CounterRandom(seed: 7, stream: .dropout, 1, 2, 2),
    ].map { $0.bits(0) }
    #expect(Set(first).count == first.count)
  }

  @Test("Uniform numbers are uniform")
  func uniformNumbersAreUniform() {
    let random = CounterRandom(seed: 1, stream: .parameters, 0, 0)
    let numbers = (0..<40_000).map { Double(random.uniform($0)) }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect((mean(numbers) - 0.5).magnitude < 0.006)
    #expect((mean(numbers.map { ($0 - 0.5) * ($0 - 0.5) }) - 1 / 12).magnitude < 0.002)
    var counts = [Int](repeating: 0, count: 16)
    for number in numbers { counts[min(15, Int(number * 16))] += 1 }
    #expect(counts.allSatisfy { (2300...2700).contains($0) })
  }

  @Test("Normal numbers are normal")
  func normalNumbersAreNormal() {
    let random = CounterRandom(seed: 1, stream: .parameters, 0, 1)
    let numbers = (0..<40_000).map { Double(random.normal($0)) }
    #expect(mean(numbers).magnitude < 0.02)
    #expect((mean(numbers.map { $0 * $0 }) - 1).magnitude < 0.03)
    #expect((mean(numbers.map { $0 * $0 * $0 * $0 }) - 3).magnitude < 0.2)
    let within = Double(numbers.filter { $0.magnitude < 1 }.count) / 40_000
    #expect((within - 0.6827).magnitude < 0.01)
  }

  @Test("Whole numbers stay below")
  func wholeNumbersStayBelow() {
    let random = CounterRandom(seed: 1, stream: .shuffle, 0, 0)
    let numbers = (0..<6000).map { random.below(6, $0) }
    #expect(Set(numbers) == [0, 1, 2, 3, 4, 5])
    for face in 0..<6 { #expect((850...1150).contains(numbers.filter { $0 == face }.count)) }
  }

  private func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}
