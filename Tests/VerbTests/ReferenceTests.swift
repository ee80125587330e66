import ReferenceFolder
import TestSupport
import Testing

/// Every case of PyTorch that the program has a layer for, through `cnnscope layer`.
@Suite(
  "Against the reference",
  .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct ReferenceTests {
  @Test(
    "Layers",
    arguments: [
      "conv2d", "conv_transpose2d", "max_pool2d", "avg_pool2d", "linear", "batch_norm",
      "activation", "loss", "other",
    ])
  func layers(kind: String) async throws {
    let cases = try (ReferenceFolder.json("pytorch/cases.json")["cases"]?.elements ?? [])
      .filter { $0["kind"]?.string == kind }
    let specs = cases.map(ReferenceSpec.init)
    let mistakes = try await withThrowingTaskGroup(of: String?.self) { group in
      for case let spec? in specs { group.addTask { try Self.mistake(spec) } }
      return try await group.reduce(into: [String]()) { mistakes, mistake in
        if let mistake { mistakes.append(mistake) }
      }
    }
    let run = specs.count { $0 != nil }
    let absent = zip(cases, specs).filter { $1 == nil }.compactMap { $0.0["op"]?.string }
    print(
      "cnnscope layer, \(kind): \(run) run, \(run - mistakes.count) passed"
        + (absent.isEmpty ? "" : ", no such layer: \(absent.joined(separator: ", "))"))
    #expect(run > 0)
    #expect(mistakes.isEmpty, "\(mistakes.joined(separator: "\n"))")
  }

  private static func mistake(_ spec: ReferenceSpec) throws -> String? {
    try withFolder { folder in
      let output = "\(folder)/out.npz"
      let run = try Program.run(["layer"] + spec.arguments + ["--out", output])
      guard run.status == 0, run.error.isEmpty else {
        return "\(spec.id): status \(run.status), \(run.error)"
      }
      return try spec.mistake(in: output)
    }
  }
}
