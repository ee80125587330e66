import CNNModel
import Comparison
import ModelFiles
import TestSupport
import Testing

/// The sentences for files that are no reference.
@Suite("References that cannot be compared with", .baselineLevel) struct ReferenceMistakeTests {
  @Test("An empty archive, and one with NaN")
  func files() throws {
    try withFolder { folder in
      let path = "\(folder)/acts.npz"
      try NpzFile.write([], to: path)
      #expect(
        sentence { _ = try ReferenceArrays(file: path) }?
          .hasSuffix("it has no arrays, so there is nothing to compare with") == true)
      let odd = NumericArray(Tensor(shape: [3], elements: [1, .nan, 2]))
      try NpzFile.write([NamedArray("a", odd)], to: path)
      #expect(
        sentence { _ = try ReferenceArrays(file: path) }?
          .hasSuffix("1 of its 3 numbers are NaN; a reference with NaN says nothing") == true)
    }
  }

  @Test("A reference of one number throughout explains nothing, and one that is infinite neither")
  func constant() throws {
    let compared = try Compared("input 2x6x6\na: conv 2 3x3\nb: relu")
    func comparison(_ change: (Float) -> Float) throws -> NetworkComparison {
      try compared.compare(
        with: compared.activations.map { named in
          guard named.name == "b" else { return named }
          return NamedArray("b", NumericArray(named.array.tensor.map(change)))
        })
    }
    let zeros = try comparison { _ in 0 }
    #expect(zeros.guiltyName == "b" && zeros.causes.map(\.name) == ["reference-constant"])
    #expect(zeros.layers.last?.born == 1)
    let infinite = try comparison { $0 > 0.3 ? .infinity : $0 }
    #expect(infinite.guiltyName == "b" && infinite.causes.allSatisfy { $0.proof == .likely })
    let last = try #require(infinite.layers.last)
    #expect(ComparisonWords.born(last) == "not finite")
  }

  @Test("Arrays of which none belongs to a layer")
  func strangers() throws {
    let compared = try Compared("input 2x6x6\na: conv 2 3x3\nb: relu")
    let stranger = NamedArray("stranger", NumericArray(Tensor(shape: [5], repeating: 1)))
    #expect(
      sentence { _ = try compared.compare(with: [stranger]) }
        == "acts.npz: none of its 1 arrays belongs to a layer of small by name, order or numbers; "
        + "the first is \"stranger\" of 5")
  }
}
