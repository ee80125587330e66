import ScopeDebugger

/// Where lessons were left, so that each goes on there, with what stood beside its page.
struct LessonPlaces: Sendable {
  /// The page of a lesson as it was left.
  struct Place: Sendable {
    let view: LessonView
    let scene: LessonScenes.Scene
  }

  /// The lesson that was left last: its name or its file.
  private(set) var last: String?
  private var places: [String: Place] = [:]

  /// Keeps a place.
  mutating func keep(_ view: LessonView, in scene: LessonScenes.Scene) {
    var view = view
    // It begins anew the next time.
    if view.reader.isOver { view.scenes = LessonScenes() }
    last = view.name
    places[view.name] = Place(view: view, scene: scene)
  }

  /// Where a lesson was left; `nil` where it was not read yet, or to its end.
  func place(of name: String) -> Place? {
    places[name].flatMap { $0.view.reader.isOver ? nil : $0 }
  }

  /// The answers in a lesson so far, or in the last one.
  func attempts(of name: String? = nil) -> [LessonReader.Attempt] {
    (name ?? last).flatMap { places[$0] }?.view.reader.attempts ?? []
  }
}

extension LessonReader {
  /// `stop 5, page 2`; `nil` at the beginning of the lesson.
  var place: String? {
    guard stop > 0 || page > 0 else { return nil }
    return "stop \(stop + 1)" + (page > 0 ? ", page \(page + 1)" : "")
  }
}
