import CNNModel
import ScopeDebugger

/// What stood beside a lesson at the moments to which it returns, so that its text always speaks of
/// what is on the screen.
struct LessonScenes: Sendable {
  /// What is debugged, selected and open.
  struct Scene: Sendable {
    let session: Session
    let selection: Selection
    let views: ViewStack

    var topic: Topic { Topic(session, selection, views) }
  }

  /// What the text of a page speaks of: the views beside it, the moment of the run, and what is
  /// selected. The cursor in a map and the numbers of a lab are the reader's to change.
  struct Topic: Hashable, Sendable {
    private let views: [String]
    private let generation: Int
    private let moment: [Int]
    private let input: String
    private let selected: TensorReference
    private let pane: Pane

    init(_ session: Session, _ selection: Selection, _ views: ViewStack) {
      self.views = views.all.map(\.title)
      generation = session.generation
      let debugger = session.hasNetwork ? session.debugger : nil
      moment = debugger.map { [$0.step, $0.phase, $0.sample] } ?? []
      input = debugger?.setup.input.name ?? ""
      (selected, pane) = (selection.reference, selection.pane)
    }
  }

  /// A page of a lesson.
  struct Place: Hashable, Sendable {
    let stop: Int
    let page: Int

    init(_ reader: LessonReader) { (stop, page) = (reader.stop, reader.page) }
  }

  /// The beginnings of the pages that were read.
  var pages: [Place: Scene] = [:]
  /// The scene at which the lesson waits for the reader.
  private(set) var waiting: Scene?
  /// The line that it waits at.
  private var line: Lesson.Line?
  private var place: Place?
  /// Whether the reader did something else since.
  var hasStrayed = false
  /// The command of the lesson that the reader did.
  var done: String?

  /// Whether the lesson has gone on since the scene was kept.
  func hasPassed(_ reader: LessonReader) -> Bool {
    waiting == nil || place != Place(reader) || line != reader.next
  }

  /// Keeps the scene at which the lesson waits, unless it has waited there already.
  mutating func wait(at reader: LessonReader, in scene: @autoclosure () -> Scene) {
    guard hasPassed(reader) else { return }
    (waiting, place, line) = (scene(), Place(reader), reader.next)
    (hasStrayed, done) = (false, nil)
  }
}

extension Explorer {
  /// The present scene; the lesson in it has no scenes of its own.
  var lessonScene: LessonScenes.Scene {
    var views = views
    if var lesson = views.first(LessonView.self) {
      lesson.scenes = LessonScenes()
      views.update(lesson)
    }
    return LessonScenes.Scene(session: session, selection: shared.selection, views: views)
  }

  /// Puts a scene back; the lesson stays where its reader is.
  mutating func restore(_ scene: LessonScenes.Scene) {
    let lesson = views.first(LessonView.self)
    (session, shared.selection, views) = (scene.session, scene.selection, scene.views)
    if let lesson { views.update(lesson) }
  }
}
