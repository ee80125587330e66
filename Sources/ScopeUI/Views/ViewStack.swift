import ScopeDebugger
import TerminalKit

/// The views that are open, the one on top last. There is always one.
struct ViewStack: Sendable {
  private(set) var all: [any View]

  init(_ base: any View) { all = [base] }

  var top: any View { all[all.count - 1] }

  /// The topmost view of a type, and its place.
  func find<V: View>(_ type: V.Type) -> (view: V, index: Int)? {
    for (index, view) in all.enumerated().reversed() {
      if let view = view as? V { return (view, index) }
    }
    return nil
  }

  /// The topmost view of a type.
  func first<V: View>(_ type: V.Type) -> V? { find(type)?.view }

  func contains<V: View>(_ type: V.Type) -> Bool { all.contains { $0 is V } }

  mutating func push(_ view: any View) { all.append(view) }

  /// Puts a changed view in the place of the topmost one of its type.
  mutating func update<V: View>(_ view: V) {
    guard let index = all.lastIndex(where: { $0 is V }) else { return }
    all[index] = view
  }

  /// Closes the topmost view of a type.
  mutating func close<V: View>(_ type: V.Type) {
    guard let index = all.lastIndex(where: { $0 is V }) else { return }
    replace(index, by: [])
  }

  /// Puts others in the place of a view; the last one of all stays.
  mutating func replace(_ index: Int, by views: [any View]) {
    guard all.count + views.count > 1 else { return }
    all.replaceSubrange(index...index, with: views)
  }

  /// Takes views away.
  ///
  /// - Returns: them, the lowest first.
  mutating func takeAway(where isTaken: (any View) -> Bool) -> [any View] {
    defer { all.removeAll(where: isTaken) }
    return all.filter(isTaken)
  }

  /// Closes the views that live as long at most.
  mutating func close(_ lifetime: ViewLifetime) { all.removeAll { $0.lifetime <= lifetime } }

  /// Closes all views above a place.
  mutating func closeAll(above index: Int) { all.removeSubrange((index + 1)...) }

  /// Closes the views that take all keys.
  mutating func closeModal() { all.removeAll(where: \.isModal) }

  /// Closes the views whose subject is gone.
  mutating func closeInvalid(_ shared: SharedState) { all.removeAll { !$0.isValid(shared) } }

  /// Closes the views beside a certain one.
  mutating func closeBeside(_ index: Int, _ scene: Scene) {
    let above = all[(index + 1)...].filter { $0.placement(scene) != .beside }
    all.replaceSubrange((index + 1)..., with: above)
  }

  /// Whether something goes on by itself.
  var isPlaying: Bool { all.contains(where: \.isPlaying) }

  /// Whether typed characters are text.
  var takesText: Bool { top.takesText }
}

/// What is offered to the views from the top down until one takes it.
extension ViewStack {
  /// Changes the views in turn.
  ///
  /// - Returns: the first answer, and the place of the view that gave it.
  mutating func offer<Answer, Failure: Error>(
    _ change: (inout any View) throws(Failure) -> Answer?
  ) throws(Failure) -> (answer: Answer, index: Int)? {
    for index in all.indices.reversed() {
      if let answer = try change(&all[index]) { return (answer, index) }
    }
    return nil
  }

  /// Changes the view at a place.
  mutating func change<Answer>(_ index: Int, _ change: (inout any View) -> Answer) -> Answer {
    change(&all[index])
  }

  /// Changes every view.
  mutating func forEach(_ change: (inout any View) -> Void) {
    for index in all.indices { change(&all[index]) }
  }

  /// The number that is looked at.
  ///
  /// - Throws: ``UserError`` when there is none.
  func lookedAt(_ shared: SharedState) throws(UserError) -> Microscope {
    for view in all.reversed() {
      if let microscope = try view.lookedAt(shared) { return microscope }
    }
    throw UserError("there is nothing to see")
  }

  /// The commands that lead to these views again.
  func reproduction(_ shared: SharedState) -> [String] {
    // The topmost view that says what is looked at leads there by itself.
    let start = all.lastIndex { ((try? $0.lookedAt(shared)) ?? nil) != nil } ?? 0
    return all[start...].flatMap { $0.reproduction(shared) }
  }
}

/// What keys mean.
extension ViewStack {
  /// The keys of all views, those first that come first.
  func bindings(_ shared: SharedState) -> [ViewBinding] {
    if top.isModal { return top.bindings(shared) }
    return kept(shared) + all.reversed().flatMap { $0.bindings(shared) }
  }

  /// Whether a view gives a key a meaning.
  func binds(_ key: String, _ shared: SharedState) -> Bool {
    bindings(shared).contains { $0.keys.contains(key) }
  }

  /// The keys that a footer shows: those of the view on top, behind those that views below keep.
  func footerBindings(_ shared: SharedState) -> [ViewBinding] {
    if top.isModal { return top.bindings(shared) }
    let speaking = all.last { !type(of: $0).allBindings.isEmpty } ?? top
    return kept(shared) + speaking.bindings(shared)
  }

  private func kept(_ shared: SharedState) -> [ViewBinding] {
    all.dropLast().flatMap { $0.bindings(shared) }.filter(\.isKept)
  }
}
