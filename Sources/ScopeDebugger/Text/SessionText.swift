import CNNModel
import NumberText

/// Sentences and tables about a session: its settings, its state and its numbers.
///
/// Only for a session with a network.
package struct SessionText {
  let session: Session

  var debugger: Debugger { session.debugger }
  var network: Network { session.network }
}

extension Session {
  /// - Precondition: a network is opened.
  package var text: SessionText { SessionText(session: self) }
}

/// The settings.
extension SessionText {
  /// What was opened, and what is unusual about it.
  var opened: String {
    let count = network.nodes.count - network.sources.count
    var text =
      "\(network.title): \(count) layer\(count == 1 ? "" : "s"), \(network.parameterCount) parameters"
    if let remark = network.remark { text += "; \(remark)" }
    if let remark = network.classOutput.remark { text += "; \(remark)" }
    return text
  }

  /// The loss, and its target or why there is none.
  var lossLine: String {
    let target = debugger.setup.input.target.map { "compared with \($0.name)" }
    let parts = [network.loss.text, network.classOutput.remark, debugger.withoutTarget ?? target]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  /// The mode, what that means here, and which layers it is of.
  var modeLine: String {
    let mode = debugger.setup.mode
    let names = network.nodes.filter(\.layer.dependsOnMode).map(\.name)
    guard !names.isEmpty else { return "\(mode.name) mode; no layer of this network depends on it" }
    let most = 4
    let more = names.count > most ? " and \(names.count - most) more" : ""
    return "\(mode.name) mode: "
      + (mode == .evaluation
        ? "running statistics, no dropout" : "statistics of the batch, dropout")
      + "; of \(names.prefix(most).joined(separator: ", "))\(more)"
  }

  /// The image, what it shows, and how it was made to fit.
  var inputLine: String {
    let input = debugger.setup.input
    let label = input.label.map { "\"\($0)\"" } ?? "unlabeled"
    return "\(input.name) \(label): \(input.original.shape.sample), \(input.fit)"
  }

  /// `sample 3 of 64: digits:train:531 "7"`
  var sampleLine: String {
    let label = debugger.selectedSample.label.map { "\"\($0)\"" } ?? "unlabeled"
    return
      "sample \(debugger.sample) of \(debugger.batchSize): \(debugger.selectedSample.name) \(label)"
  }

  /// `history 3.1 of 256 MB: 12 checkpoints, one every 4 steps`
  var historyLine: String {
    let history = debugger.history.memory
    let every = history.interval == 1 ? "step" : "\(history.interval) steps"
    let plural = history.checkpoints == 1 ? "" : "s"
    return "history \(Self.megabytes(history.bytes)) of \(Self.megabytes(history.budget)) MB: "
      + "\(history.checkpoints) checkpoint\(plural), one every \(every)"
  }

  private static func megabytes(_ bytes: Int) -> String {
    Decimals.exact((Double(bytes) / 1_048_576 * 100).rounded() / 100)
  }

  /// The data set, its size, and the preprocessing of its images.
  package var dataLine: String {
    guard let loader = debugger.setup.trainingData else {
      return "the image alone: \(debugger.setup.input.name)"
    }
    let changes = loader.augmentation
    let text = changes.shiftAlone.map { "shifted by up to \($0)" } ?? "augmented: \(changes.text)"
    let augmented = changes.changes.isEmpty ? "" : ", \(text)"
    return "\(loader.data.name): \(loader.data.train.count) images to train with, "
      + "\(loader.data.test.count) to test; batch \(loader.batchSize), "
      + "\(loader.stepsPerEpoch) steps per epoch; \(loader.data.fit)\(augmented)"
  }

  /// `breakpoints on conv2; stops when loss > 5`
  var breakpointList: String {
    let names = debugger.breakpoints.nodes.sorted().map { network.nodes[$0].name }
    let conditions = debugger.breakpoints.conditions.map(\.text)
    let parts =
      (names.isEmpty ? [] : ["breakpoints on " + names.joined(separator: ", ")])
      + (conditions.isEmpty ? [] : ["stops when " + conditions.joined(separator: ", when ")])
    return parts.isEmpty ? "no breakpoints" : parts.joined(separator: "; ")
  }

  /// What happens to an image before the network sees it, with its numbers:
  /// `1×8×8 of 0…16, scaled bilinearly 8×8 → 32×32, divided by 16`.
  package var preprocessingLine: String {
    let input = debugger.setup.input
    let notes = debugger.setup.dataLoader == nil ? input.notes : []
    let original = debugger.selectedSample.original
    let statistics = TensorStatistics(original)
    let range =
      "\(Decimals.brief(Double(statistics.minimum), 4))…\(Decimals.brief(Double(statistics.maximum), 4))"
    let fit = debugger.selectedSample.preparation?.description ?? "unchanged"
    let parts = ["\(original.shape.sample) of \(range)"] + notes + [fit] + augmentations
    return parts.joined(separator: ", ")
  }
}

extension SessionText {
  /// How the numbers of an input came about: by the preprocessing, by hand, or both.
  package func origin(ofInput node: Int) -> String {
    let input = TensorReference(node, .activation)
    let count = network.sampleShape(of: node).count
    let first = network.hasBatch(input) ? debugger.sample * count : 0
    let edits = debugger.setup.edits.active(.input, at: debugger.step)
    let cells = Set(edits.filter { $0.target == input }.flatMap(\.offsets))
    let changed = cells.count { (first..<first + count).contains($0) }
    if changed == count { return "all \(count) numbers were set by hand" }
    let line = "preprocessing: \(preprocessingLine)"
    return changed == 0 ? line : "\(line); then \(changed) of \(count) numbers set by hand"
  }

  /// What was done to the selected sample of the step at random.
  private var augmentations: [String] {
    guard let loader = debugger.setup.dataLoader,
      let shape = debugger.setup.dataLoader?.data.preparation.target
    else { return [] }
    return loader.augmentation.description(
      of: debugger.sample, shape, seed: debugger.setup.seed, step: debugger.step)
  }
}
