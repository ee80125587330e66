import CNNEngine
import CNNModel
import Comparison
import ModelFiles
import ReferenceFolder
import ScopeDebugger
import TestSupport
import Testing

/// Models with one thing changed, as exporters and deployers do, beside what was meant.
@Suite(
  "Divergence of deployed models", .baselineLevel,
  .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct DivergenceTests {
  /// A model of the reference data.
  struct Item: Sendable, CustomTestStringConvertible {
    let id: String
    let cause: String
    let guilty: String?
    /// The nodes that are as good an answer; `*` for any.
    let also: [String]
    var testDescription: String { "\(id) \(cause)" }

    static let all: [Item] =
      (try? ReferenceFolder.json("divergence/manifest.json"))?["items"]?.elements.compactMap {
        guard let id = $0["id"]?.string, let cause = $0["cause"]?.string else { return nil }
        return Item(
          id: id, cause: cause, guilty: $0["guilty"]?.string,
          also: $0["also"]?.elements.compactMap(\.string) ?? [])
      } ?? []
  }

  /// By cause of the manifest, our names for it.
  private static let names =
    (try? JSON.read(TestFile.causes))?.members.mapValues { $0.elements.compactMap(\.string) } ?? [:]

  private enum TestFile {
    static let causes = TextFile.inPackage("Tests/ComparisonTests/Fixtures/causes.json")
  }

  private func compare(_ item: Item) throws -> NetworkComparison {
    func file(_ name: String) -> String { ReferenceFolder.path("divergence/\(item.id)/\(name)") }
    let network = try NetworkLibrary.open(
      file("model.onnx"), input: file("input.npy"), whole: false)
    func values(_ path: String) throws -> [Value] {
      try NetworkInput(path, for: network).batch(for: network).batch.inputs.map(Value.floats)
    }
    let meant =
      FileContent.exists(file("reference_input.npy"))
      ? try values(file("reference_input.npy")) : nil
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 0)
    return try Comparer(
      ComparedNetwork(network, state: state), ReferenceArrays(file: file("reference.npz")),
      inputs: values(file("input.npy")), referenceInputs: meant
    ).compare()
  }

  @Test("The guilty node is found and the cause is named", arguments: Item.all)
  func item(_ item: Item) throws {
    let comparison = try compare(item)
    #expect(comparison.guiltyName == nil || !comparison.isEqual)
    guard let guilty = item.guilty else {
      #expect(comparison.isEqual, "\(comparison.guiltyName ?? "")")
      return
    }
    let found = comparison.candidates + [comparison.guiltyName].compactMap(\.self)
    #expect(item.also.contains("*") || !Set(found).isDisjoint(with: item.also + [guilty]))
    let names = try #require(Self.names[item.cause])
    #expect(names.contains(comparison.cause?.name ?? ""), "\(comparison.cause?.sentence ?? "none")")
  }

  @Test("All of them are there")
  func count() { #expect(Item.all.count == 36) }
}
