import ScopeDebugger
import TerminalKit

extension Explorer {
  /// Changes the state by what happened.
  ///
  /// - Returns: what the terminal is asked to do.
  package mutating func handle(_ event: Event) -> [Effect] {
    recording.note(
      event, isRunning: isRunning, isPlaying: isPlaying, isTyped: views.takesText)
    let effects = respond(to: event)
    if event == .suspend || effects.contains(.quit) || recording.isDue { keepRecording() }
    return effects
  }

  /// Changes the state by an event of the user or of a lesson.
  mutating func respond(to event: Event) -> [Effect] {
    switch event {
    case .key(let key): withoutOldNews { $0.press(key) }
    case .paste(let text):
      let isTaken = views.top.traits.takesText && paste(text)
      if !isTaken { shared.effects.append(.bell) }
    case .resize(let size): shared.size = size
    case .interrupt: if views.takesText { press(.control("c")) } else { interrupt() }
    case .suspend: shared.effects.append(.suspend)
    case .terminate: shared.effects.append(.quit)
    case .resumed: shared.effects.append(.redraw)
    case .tick: views.play(shared)
    case .mouse(let mouse) where mouse.action != .release:
      withoutOldNews { $0.point(mouse) }
    case .mouse: break
    case .background(let background): shared.notice(background)
    case .pictures(let answer): shared.notice(answer)
    }
    return shared.takeEffects()
  }

  /// Does something; unless it says a word itself, news that are no longer true are forgotten.
  private mutating func withoutOldNews(_ act: (inout Explorer) -> Void) {
    let (count, before) = (shared.news.count, NewsSubject(self))
    act(&self)
    shared.news.forgetOutdated(
      since: count, before, NewsSubject(self), isInTheWay: NewsPane(self).isOverLesson)
  }

  private mutating func paste(_ text: String) -> Bool {
    views[views.all.count - 1].paste(text)
  }

  private mutating func press(_ key: Key) {
    switch key {
    case .control("l"): return shared.effects.append(.redraw)
    case .control("z"): return shared.effects.append(.suspend)
    default: break
    }
    if take(key) { return }
    if answers(key) { return }
    if key == .control("c"), !views.binds(key.description, shared) { return interrupt() }
    exit.isAsked = false
    guard let line = KeyMeanings(self).line(for: key.description) else { return noteUnknown(key) }
    attempt(line)
  }

  /// Offers a key to the view on top before its meaning is looked up.
  ///
  /// - Returns: whether the view took it.
  private mutating func take(_ key: Key) -> Bool {
    let index = views.all.count - 1
    guard let change = views[index].take(key, &shared) else { return false }
    apply(change, to: index)
    return true
  }

  /// Begins the answer to a question that is pending with a digit or a minus, or with a point that
  /// means nothing else.
  ///
  /// - Returns: whether the key was one of these.
  private mutating func answers(_ key: Key) -> Bool {
    guard views.waitsForAnswer, case .character(let character) = key else { return false }
    let isPoint = character == "." && KeyMeanings(self).line(for: key.description) == nil
    guard character.isNumber || "-−".contains(character) || isPoint else { return false }
    attempt("answer")
    return take(key)
  }

  private mutating func noteUnknown(_ key: Key) {
    let sentence =
      views.top.traits.unknownKeySentence ?? "\(key) is not bound here; ? shows the keys"
    shared.news.say(sentence, .warning)
  }

  /// C-c: stops what runs, or asks whether to leave.
  private mutating func interrupt() {
    let isTraining = session.isTraining
    if session.cancel() {
      if !isTraining { shared.selection.follow(session.debugger) }
      let paused = isTraining ? "paused; t resumes training, s steps" : "paused; s continues"
      return shared.news.say(paused + dropStartupCommands())
    }
    if exit.isAsked { return quit() }
    exit.isAsked = true
    shared.news.say("press C-c again, or Q, to leave", .warning)
  }

  /// Gives the mouse to the view that is under it.
  private mutating func point(_ mouse: Mouse) {
    guard shared.preferences.hasMouse, mouse.action != .release else { return }
    let scene = scene
    let arrangement = scene.arrangement(in: room)
    let parts =
      views.top.traits.isModal ? arrangement.overlays.suffix(1) : arrangement.body.reversed()
    for part in parts where part.rect.contains(x: mouse.x, y: mouse.y) {
      let change = views[part.index].point(mouse, in: part.rect, scene, &shared)
      guard let change else { continue }
      apply(change, to: part.index)
      return settle()
    }
  }
}

extension SharedState {
  /// Handles what came of the wish for pictures.
  fileprivate mutating func notice(_ answer: PictureAnswer) {
    preferences.arePicturesShown = answer == .shown
    switch answer {
    case .shown: news.say("maps are shown as pictures")
    case .absent:
      news.say("this terminal shows no pictures by kitty's protocol; maps stay cells", .warning)
    case .silence:
      news.say(
        "this terminal does not answer whether it shows pictures by kitty's protocol; maps stay cells",
        .warning)
    }
  }

  /// Handles the terminal's report of its background.
  fileprivate mutating func notice(_ background: Background) {
    preferences.reportedBackground = background
    guard preferences.followsBackground else { return }
    preferences.appearance.background = background
    effects.append(.appearance(preferences.appearance))
  }
}
