import ScopeDebugger

/// What is offered to the views from the top down.
extension ViewStack {
  /// Changes the views in turn until one answers.
  ///
  /// - Returns: the answer, and the place of the view that gave it.
  mutating func offer<Answer, Failure: Error>(
    _ change: (inout any View) throws(Failure) -> Answer?
  ) throws(Failure) -> (answer: Answer, index: Int)? {
    for index in all.indices.reversed() {
      if let answer = try change(&self[index]) { return (answer, index) }
    }
    return nil
  }

  /// Takes note of a command that was done.
  mutating func note(_ command: CommandInvocation<Explorer>, _ shared: SharedState) {
    for index in all.indices { self[index].note(command, shared) }
  }

  /// Whether something is animated.
  var isPlaying: Bool { all.contains { ($0 as? any PlayingView)?.isPlaying ?? false } }

  /// Advances animations by one tick.
  mutating func play(_ shared: SharedState) { updatePlaying { $0.play(shared) } }

  /// Advances animations to their end.
  mutating func playToTheEnd(_ shared: SharedState) { updatePlaying { $0.playToTheEnd(shared) } }

  private mutating func updatePlaying(_ change: (inout any PlayingView) -> Void) {
    for index in all.indices {
      guard var view = self[index] as? any PlayingView else { continue }
      change(&view)
      self[index] = view
    }
  }

  /// Whether a view waits for an answer.
  var waitsForAnswer: Bool { all.contains { ($0 as? any AnswerView)?.waitsForAnswer ?? false } }

  /// Gives an answer to the topmost view that waits for one.
  ///
  /// - Returns: what becomes of the stack, and the place of that view; `nil` when none waits.
  mutating func answer(
    _ text: String, _ shared: inout SharedState
  ) throws(UserError) -> (answer: ViewChange, index: Int)? {
    for index in all.indices.reversed() {
      guard var view = self[index] as? any AnswerView, view.waitsForAnswer else { continue }
      let change = try view.answer(text, &shared)
      self[index] = view
      return (change, index)
    }
    return nil
  }

  /// The number that is looked at.
  ///
  /// - Throws: ``UserError`` when there is none.
  func lookedAt(_ shared: SharedState) throws(UserError) -> Microscope {
    for view in all.reversed() {
      if let microscope = try view.lookedAt(shared) { return microscope }
    }
    throw UserError("there is nothing to show")
  }

  /// What is shown, in a sentence or a few.
  func summary(_ scene: Scene) -> [String] {
    all.lazy.reversed().compactMap { $0.summary(scene) }.first ?? []
  }

  /// What is shown, in words, with all numbers that there is room for.
  func description(_ scene: Scene) -> [String] {
    for view in all.reversed() {
      if let summary = view.summary(scene) { return summary + view.details(scene) }
    }
    return []
  }

  /// What there is to predict where the user looks.
  func question(
    _ subject: PredictionSubject?, _ shared: SharedState
  ) throws(UserError) -> Question? {
    for view in all.reversed() {
      if let question = try view.question(subject, shared) { return question }
    }
    return nil
  }

  /// The commands that lead to these views again.
  func reproduction(_ shared: SharedState) -> [String] {
    // The topmost view that says what is looked at leads there by itself.
    let start = all.lastIndex { ((try? $0.lookedAt(shared)) ?? nil) != nil } ?? 0
    return all[start...].flatMap { $0.reproduction(shared) }
  }
}
