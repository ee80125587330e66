import ScopeDebugger

/// The views that are open, the one on top last. There is always one.
package struct ViewStack: Sendable {
  package private(set) var all: [any View]

  init(_ base: any View) { all = [base] }

  var top: any View { all[all.count - 1] }

  /// A view by its place, counted from the lowest.
  subscript(index: Int) -> any View {
    get { all[index] }
    _modify { yield &all[index] }
  }

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

  /// Puts another view below all others.
  mutating func replaceBase(by view: any View) { all[0] = view }

  mutating func push(_ view: any View) { all.append(view) }

  /// Puts a changed view in the place of the topmost one of its type.
  mutating func update<V: View>(_ view: V) {
    guard let index = all.lastIndex(where: { $0 is V }) else { return }
    all[index] = view
  }
}

/// Closing views. The lowest always stays.
extension ViewStack {
  /// Closes the topmost view of a type.
  mutating func close<V: View>(_ type: V.Type) {
    if let index = all.lastIndex(where: { $0 is V }) { replace(index, by: []) }
  }

  /// Puts others in the place of a view.
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
  mutating func close(_ lifetime: ViewLifetime) {
    all.removeAll { $0.traits.lifetime <= lifetime }
  }

  /// Closes the views that do not outlive one that covers them.
  mutating func closeCovered() {
    all.removeAll { $0.traits.lifetime <= .untilNetworkIsShown && !$0.traits.staysBelow }
  }

  /// Closes all views above a place.
  mutating func closeAll(above index: Int) { all.removeSubrange((index + 1)...) }

  /// Closes the views that take all keys.
  mutating func closeModal() { all.removeAll(where: \.traits.isModal) }

  /// Closes the views whose subject is gone.
  mutating func closeInvalid(_ shared: SharedState) { all.removeAll { !$0.isValid(shared) } }

  /// Closes the views that stand beside a certain one.
  mutating func closeBeside(_ index: Int, _ scene: Scene) {
    let above = all[(index + 1)...].filter { $0.placement(scene) != .beside }
    all.replaceSubrange((index + 1)..., with: above)
  }
}

/// What keys mean.
extension ViewStack {
  /// Whether typed characters are text.
  var takesText: Bool { top.traits.takesText }

  /// The keys of all views, those first that come first.
  func bindings(_ shared: SharedState) -> [ViewBinding] {
    if top.traits.isModal { return top.bindings(shared) }
    return kept(shared) + all.reversed().flatMap { $0.bindings(shared) }
  }

  /// Whether a view gives a key a meaning.
  func binds(_ key: String, _ shared: SharedState) -> Bool {
    bindings(shared).contains { $0.keys.contains(key) }
  }

  /// The view that footer and help speak of: the topmost with keys of its own.
  var speaking: any View {
    top.traits.isModal ? top : all.last { !type(of: $0).allBindings.isEmpty } ?? top
  }

  /// The keys that a footer shows: those of the view that it speaks of, behind those that views below
  /// keep.
  func footerBindings(_ shared: SharedState) -> [ViewBinding] {
    top.traits.isModal ? top.bindings(shared) : kept(shared) + speaking.bindings(shared)
  }

  private func kept(_ shared: SharedState) -> [ViewBinding] {
    all.dropLast().flatMap { $0.bindings(shared) }.filter(\.isKept)
  }
}
