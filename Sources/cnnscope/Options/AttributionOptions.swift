import ArgumentParser
import Attribution
import CNNModel
import ScopeDebugger
import ScopeUI

/// Which score is explained, and by which method.
struct AttributionOptions: ParsableArguments {
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "What is explained: a class by number or name (default: the predicted one), a cell [3,4,5] of "
        + "the output, or a cell conv2[3,4,5] of a layer.", valueName: "class"))
  var score: String?

  @Option(
    help: ArgumentHelp(
      "The method: \(AttributionCatalog.names.joined(separator: ", ")).", valueName: "name"),
    completion: .list(AttributionCatalog.names))
  var method = InputGradient.name

  @Option(
    help: ArgumentHelp(
      "The input that is asked about, of a network with several (default: the first one).",
      valueName: "name"))
  var of: String?

  @Option(
    help: ArgumentHelp(
      "grad-cam: the layer whose maps are weighed (default: the last one with rows and columns).",
      valueName: "name"))
  var layer: String?

  @Option(help: "integrated: the number of points between baseline and input.")
  var steps = 50

  @Option(help: ArgumentHelp("integrated: every number of the baseline.", valueName: "x"))
  var baseline: Float = 0

  @Option(help: "occlusion: the side of the patch (default: an eighth of the input).")
  var patch: Int?

  @Option(help: "occlusion: the distance of patches (default: half a patch).")
  var stride: Int?

  @Option(help: ArgumentHelp("occlusion: what the patch is filled with.", valueName: "x"))
  var value: Float = 0

  @Flag(help: "Compare with the map of the same network with random parameters.")
  var sanity = false

  func validate() throws {
    do { _ = try AttributionCatalog.method(named: method) } catch {
      throw ValidationError("\(error)")
    }
    for (name, count) in [("steps", steps), ("patch", patch ?? 1), ("stride", stride ?? 1)]
    where !(1...10_000).contains(count) {
      throw ValidationError("--\(name) takes a number from 1 to 10000, not \(count)")
    }
    for (name, number) in [("baseline", baseline), ("value", value)] where !number.isFinite {
      throw ValidationError("--\(name) takes a number, not \(number)")
    }
    if layer != nil, method != GradCAM.name {
      throw ValidationError("--layer chooses the layer of grad-cam; \(method) takes none")
    }
  }

  /// What is asked about a network and an input.
  ///
  /// - Throws: `UserError` where there is no such class, cell, layer or input.
  func request(
    _ network: Network, _ input: NetworkInput, state: ModelState, seed: UInt64
  ) throws -> AttributionRequest {
    var request = AttributionRequest(
      network, state: state, batch: input.batch(for: network).batch, seed: seed)
    if let score { request.score = try ScoreRequest(named: score, in: network) }
    request.method = try AttributionCatalog.method(named: method)
    (request.settings.steps, request.settings.baseline) = (steps, baseline)
    (request.settings.patch, request.settings.stride) = (patch, stride)
    request.settings.fill = value
    request.settings.layer = try layer.map { try network.layer(named: $0) }
    request.source = try of.map { try network.layer(named: $0) }
    if sanity { request.sanitySeed = seed &+ 1 }
    return request
  }
}
