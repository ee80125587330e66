import ScopeDebugger

/// What was said and seen before a line was typed.
struct LineMoment {
  let newsCount: Int
  let summary: [String]
  let lesson: LessonReader?
  /// How many steps were trained.
  let trained: Int
  /// Whether the reader of a lesson has left what its page speaks of.
  let isAway: Bool

  init(_ explorer: Explorer) {
    newsCount = explorer.shared.news.count
    summary = explorer.views.summary(explorer.scene)
    (lesson, trained) = (explorer.lesson, explorer.session.trained.steps)
    isAway = Self.isAway(explorer)
  }

  static func isAway(_ explorer: Explorer) -> Bool {
    explorer.views.first(LessonView.self)?.hasLeftScene(explorer.shared, explorer.views) == true
  }
}

/// What has changed by a line, the most important first: what it answers, the lesson, what is shown.
struct LineReport {
  private let before: LineMoment
  private let explorer: Explorer
  private let page: [String]?

  /// - Parameter page: the lines of a text that was opened.
  init(_ before: LineMoment, _ explorer: Explorer, page: [String]?) {
    (self.before, self.explorer, self.page) = (before, explorer, page)
  }

  var reply: LineReply {
    let news = hasFeedback ? "" : newsText
    let isComplaint = explorer.shared.news.isRefusal
    let said = (isComplaint || news.isEmpty ? [] : [news]) + trained
    return LineReply(
      complaint: isComplaint ? UserNames(explorer).inWords(news) : "",
      lines: (said + pageLines(news) + lesson + shown).map { UserNames(explorer).inWords($0) })
  }

  /// The lines of the text that was opened, without what is said already.
  private func pageLines(_ news: String) -> [String] { (page ?? []).filter { $0 != news } }

  /// What the line was answered with; empty where it was not.
  private var newsText: String {
    explorer.shared.news.count == before.newsCount ? "" : explorer.shared.news.text
  }

  /// Where a training has come to; the view of the curve says so itself.
  private var trained: [String] {
    guard explorer.session.hasNetwork, explorer.session.trained.steps != before.trained else {
      return []
    }
    let reading = CurveWords(explorer.scene).reading
    return reading.filter { !new.contains($0) }
  }

  /// Whether a lesson says itself what is wrong about an answer.
  private var hasFeedback: Bool {
    explorer.lesson?.feedback.isEmpty == false
      && explorer.lesson?.feedback != before.lesson?.feedback
  }

  /// Whether a page of a lesson was said, with what is shown beside it.
  private var hasOtherPage: Bool {
    explorer.lesson.map { LessonScenes.Place($0) } != before.lesson.map { LessonScenes.Place($0) }
      && explorer.lesson != nil
  }

  private var lesson: [String] {
    guard let reader = explorer.lesson, reader != before.lesson else { return [] }
    return LessonText(explorer).lines(since: before.lesson, shown: new)
  }

  /// What is shown now and was not before.
  private var shown: [String] {
    if explorer.views.takesText { return ["type the text; an empty line leaves it"] }
    return (hasOtherPage ? [] : new) + left
  }

  private var new: [String] {
    explorer.views.summary(explorer.scene).filter { !before.summary.contains($0) }
  }

  /// How to come back to what the page of a lesson speaks of.
  private var left: [String] {
    let isAway = LineMoment.isAway(explorer)
    return isAway && !before.isAway
      ? ["this is not what the page speaks of; < brings that back"] : []
  }
}
