import ScopeDebugger

extension Explorer {
  /// The lesson that is open, and where its reader is.
  package var lesson: LessonReader? { views.first(LessonView.self)?.reader }

  /// What keeps the lesson from going on, if anything does.
  package var lessonFailure: UserError? { views.first(LessonView.self)?.failure }

  /// Opens a lesson: a built-in one by its name, or a file.
  ///
  /// - Parameter stop: where to begin, counted from 1.
  /// - Throws: ``UserError`` with file, line and reason when it has a mistake.
  package mutating func open(lesson name: String, stop: Int = 1) throws(UserError) {
    let lesson = try LessonLibrary.open(name) { action throws(UserError) in
      try LessonView.check(action)
    }
    guard lesson.stops.indices.contains(stop - 1) else {
      throw UserError("\(name) has the stops 1 to \(lesson.stops.count), not \(stop)")
    }
    let before = views.first(LessonView.self)?.before ?? (session, shared.selection, views)
    let reader = LessonReader(lesson, stop: stop - 1)
    views = ViewStack(ViewCatalog.initialView(for: session))
    views.push(LessonView(reader, before: before))
    LessonView.beginPage(&self)
  }
}
