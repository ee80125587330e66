import CNNModel
import Checkup

/// Epochs without progress in a row, and what is to be said about them.
struct PlateauWatch: Sendable {
  fileprivate var epochs = 0
  /// The last step that was looked at.
  fileprivate var step: Int?
  fileprivate var sentence: String?
  /// Whether the sentence is to be said.
  fileprivate var isNew = false
}

extension TrainingLoop {
  /// Takes note of the epoch that just ended.
  mutating func notePlateau() {
    guard let epoch = debugger.epoch, plateau.step != debugger.step else { return }
    let curve = debugger.history.curve
    let points = curve.suffix(epoch.steps)
    guard let loader = debugger.setup.dataLoader, let first = curve.first,
      points.count == epoch.steps
    else { return }
    plateau.step = debugger.step
    let data = CheckupData(loader, for: debugger.network, seed: debugger.setup.seed)
    var watch = Plateau(
      classCounts: data.hasClasses ? data.classCounts : nil, firstLoss: Double(first.loss),
      epochs: plateau.epochs)
    var mean = TrainingMean()
    for point in points { mean.add(point) }
    plateau.sentence =
      watch.note(loss: mean.loss)
      ? watch.sentence(loss: mean.loss, accuracy: mean.accuracy) : nil
    plateau.epochs = watch.epochs
    plateau.isNew = true
  }

  /// What is to be said about epochs without progress, once: after the first, the second, the fourth…
  mutating func takePlateau() -> (sentence: String, epochs: Int)? {
    guard let sentence = plateau.sentence, plateau.isNew else { return nil }
    plateau.isNew = false
    return plateau.epochs.nonzeroBitCount == 1 ? (sentence, plateau.epochs) : nil
  }
}

/// What a session says of epochs without progress.
package enum PlateauNews {
  /// What is to be said about epochs of a training without progress, and what helps; once.
  package static func take(_ session: inout Session) -> String? {
    guard session.hasNetwork else { return nil }
    return session.loop.takePlateau() == nil ? nil : last(session)
  }

  /// What the last epoch of the training was, where it made no progress.
  package static func last(_ session: Session) -> String? {
    session.loop.plateau.sentence.map { "\($0); checkup and find-rate look for the cause" }
  }
}

extension TrainingRun {
  /// Why it makes no progress, and what would help, as sentences.
  package var plateauCause: [String] {
    get throws(UserError) { PlateauCause(try CheckupSubject(debugger)).sentences }
  }
}
