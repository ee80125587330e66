import Attribution
import CNNModel
import Testing

@Suite("The sanity check of a map")
struct SanityTests {
  @Test("The rank correlation is that of the ranks, which equal numbers share")
  func correlation() {
    #expect(RankCorrelation.ranks([5, 1, 5, 7]) == [1.5, 0, 1.5, 3])
    #expect(RankCorrelation.of([1, 2, 3], [10, 200, 3000]) == 1)
    #expect(RankCorrelation.of([1, 2, 3], [3, 2, 1]) == -1)
    // Ranks 0 1 2 3 against 1 0 3 2: 1 − 6·4 / (4·15)
    #expect(RankCorrelation.of([1, 2, 3, 4], [2, 1, 4, 3]) == 0.6)
    #expect(RankCorrelation.of([1, 1], [1, 2]) == nil)
    #expect(RankCorrelation.of([1, .nan], [1, 2]) == nil)
  }

  @Test("It draws the parameters anew, whatever the file says, as a function of the seed")
  func randomized() throws {
    let example = try Example(
      "input 1x3x3\nconv 2 2x2\nbatchnorm\nrelu\nflatten\nlinear 2",
      ["batchnorm1": [[3, 3], [5, 5]]])
    let state = example.state.randomized(example.network, seed: 8)
    #expect(state == example.state.randomized(example.network, seed: 8))
    #expect(state != example.state.randomized(example.network, seed: 9))
    #expect(state.parameters[2].map(\.elements) == [[1, 1], [0, 0]])
    let pass = try example.pass(numbers(9))
    let question = try AttributionQuestion(pass, try pass.score(.label(0)))
    let method = InputGradient(AttributionSettings())
    let map = try method.map(question) { _, _ in }
    let check = try SanityCheck(method, question, original: map, seed: 8) { _, _ in }
    #expect(check.map.values != map.values && check.seed == 8)
    #expect(
      check.correlation == RankCorrelation.of(map.picture.elements, check.map.picture.elements))
    let same = try SanityCheck(method, question, original: check.map, seed: 8) { _, _ in }
    #expect(same.correlation == 1 && same.magnitudes == 1)
  }

  @Test("Patches cover every place, at the border too")
  func patches() {
    for (side, stride) in [(1, 1), (3, 2), (4, 4), (9, 1)] {
      let grid = PatchGrid([1, 2, 5, 7], [2, 3], side: side, stride: stride)
      let covered = grid.means(of: [Double](repeating: 1, count: grid.count))
      #expect(covered == Tensor(shape: [1, 1, 5, 7], repeating: 1), "\(side) \(stride)")
      let filled = grid.filled(.zeros([1, 2, 5, 7]), patch: 0, with: 1)
      #expect(
        filled.elements.reduce(0, +) == Float(2 * min(side, 5) * min(side, 7)), "\(side) \(stride)")
    }
  }
}
