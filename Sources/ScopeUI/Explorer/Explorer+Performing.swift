import ScopeDebugger
import TerminalKit

/// Doing command lines.
extension Explorer {
  /// Does a command line, as typed at the prompt. One that would lose an unsaved training asks first.
  ///
  /// - Returns: what the terminal is asked to do.
  @discardableResult
  package mutating func perform(_ line: String) -> [Effect] {
    attempt(line)
    return shared.takeEffects()
  }

  /// Does a command line; what is wrong with it is news.
  mutating func attempt(_ line: String) {
    let (wasRunning, old) = (session.isRunning, shared.news)
    if wasRunning { shared.news.clear() }
    do throws(UserError) { try attemptOrThrow(line) } catch {
      shared.news.say(error.description, .error)
    }
    guard wasRunning else { return }
    if !shared.news.text.isEmpty {
      shared.news.stayForAWhile()
    } else if !old.isRefusal {
      shared.news = old
    }
  }

  /// Takes a command back that has lost an unsaved training, unless it comes the second time.
  private mutating func attemptOrThrow(_ line: String) throws(UserError) {
    let isConfirmed = exit.pendingLine == line
    exit.pendingLine = nil
    guard let invocation = try invocation(of: line) else { return }
    let mayLose = !isConfirmed && invocation.traits.contains(.mayDiscardTraining)
    let before = mayLose && session.hasUnsavedTraining ? self : nil
    try perform(invocation, line)
    guard let before, session.hasLost(before.session) else { return }
    self = before
    exit.pendingLine = line
    shared.news.say(
      "unsaved training would be lost; the same again starts over, :save FILE keeps it", .warning)
  }

  /// Does a command line.
  ///
  /// - Throws: ``UserError`` when there is no such command, it is refused, or it fails.
  package mutating func performOrThrow(_ line: String) throws(UserError) {
    guard let invocation = try invocation(of: line) else { return }
    try perform(invocation, line)
  }

  /// Does a command; news that are no longer true are forgotten unless it says a word itself.
  private mutating func perform(
    _ invocation: CommandInvocation<Explorer>, _ line: String
  ) throws(UserError) {
    let (traits, count, before) = (invocation.traits, shared.news.count, NewsSubject(self))
    if traits.contains(.isUnrecorded) { recording.forgetTyped() }
    let reply = try invocation.perform(&self)
    if traits.contains(.showsNetwork) { views.close(.untilNetworkIsShown) }
    if traits.contains(.leavesProgram) { quit() }
    show(reply.lines, title: line)
    views.note(invocation, shared)
    settle()
    shared.news.forgetOutdated(
      since: count, before, NewsSubject(self), isInTheWay: NewsPane(self).isOverLesson)
  }

  /// Keeps selection and views on what there is, and lets views go on that do so by themselves.
  mutating func settle() {
    if shared.keepInBounds() {
      views.close(.untilSelectionChanges)
      views.replaceBase(by: ViewCatalog.initialView(for: session))
    }
    views.closeInvalid(shared)
    guard !isRunning else { return }
    for view in views.all { view.goOn(&self) }
  }
}
