import ScopeDebugger
import TerminalKit

/// Work between events.
extension Explorer {
  /// Whether there is work to do between events.
  package var isRunning: Bool { session.isRunning }

  /// Whether something on the screen is animated, a tick at a time.
  package var isPlaying: Bool { views.isPlaying }

  /// Whether a training is in the middle of a step, where much of it is not computed yet.
  var isWithinStep: Bool { session.isTraining && session.debugger.next != nil }

  /// Does one piece of what is running; shows where it came to when it ends.
  ///
  /// - Parameter isDue: whether a redraw or a key is due. Until then, steps that can be done as a whole
  ///   come before the piece.
  /// - Returns: why it stopped, when it did.
  @discardableResult
  package mutating func work(until isDue: () -> Bool = { true }) -> Stop? {
    let before = session.pieces
    defer { recording.worked(session.pieces - before) }
    return advance(until: isDue)
  }

  private mutating func advance(until isDue: () -> Bool) -> Stop? {
    let isTraining = session.isTraining
    let stop = session.work(until: isDue)
    arrive(stop, isTraining)
    let isEnd = if case .endOfStep? = stop { isTraining } else { false }
    if let sentence = PlateauNews.take(&session) ?? (isEnd ? PlateauNews.last(session) : nil) {
      shared.news.say(sentence)
    }
    return stop
  }

  /// Works until nothing is running, as scripts do.
  package mutating func workToTheEnd() {
    while isRunning || isStarting {
      if isRunning { _ = advance { false } } else { performNextStartupCommand() }
    }
    views.playToTheEnd(shared)
  }

  /// Shows where a run came to when it has ended.
  ///
  /// - Parameter isTraining: whether it was a training, after which the selection stays as it is.
  mutating func arrive(_ stop: Stop?, _ isTraining: Bool) {
    guard let stop else { return }
    if case .refused(let reason) = stop { startup.complain(reason) }
    switch stop {
    case .refused, .beginning:
      shared.landing = nil
      shared.news.say(stop.sentence, .warning)
    case .endOfStep where isTraining: shared.news.say(session.text.news(of: stop))
    default:
      shared.land()
      shared.news.say(session.text.news(of: stop))
    }
    settle()
  }

  /// Takes note of the time that passed, to compute the pace of a training.
  ///
  /// - Parameter seconds: since the last call.
  package mutating func timePassed(_ seconds: Double) {
    shared.news.timePassed(seconds)
    if session.isTraining {
      shared.pace.note(session.trained, in: seconds)
    } else {
      shared.pace.rest(session.trained)
    }
  }
}
