import ScopeDebugger
public import TerminalKit

extension Explorer {
  /// Changes the state by what happened.
  ///
  /// - Returns: what the terminal is asked to do.
  public mutating func handle(_ event: Event) -> [Effect] {
    recording.note(
      event, isRunning: isRunning, isPlaying: isPlaying, isPrompt: prompt != nil)
    let effects = deal(with: event)
    if event == .suspend || effects.contains(.quit) || recording.isDue { keepRecording() }
    return effects
  }

  /// Changes the state by what happened, whoever did it.
  mutating func deal(with event: Event) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text):
      prompt?.editor.insert(text)
      return prompt == nil ? [.bell] : []
    case .resize(let size): self.size = size
    case .interrupt: return interrupt()
    case .suspend: return [.suspend]
    case .terminate: return [.quit]
    case .resumed: return [.redraw]
    case .tick: playOn()
    case .mouse(let mouse): return point(mouse)
    case .background(let background): return notice(background)
    }
    return []
  }

  private mutating func notice(_ background: Background) -> [Effect] {
    reportedBackground = background
    guard preferences.followsBackground else { return [] }
    preferences.appearance.background = background
    return [.appearance(preferences.appearance)]
  }

  private mutating func press(_ key: Key) -> [Effect] {
    switch key {
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    default: break
    }
    if prompt != nil { return type(key) }
    if isLeaving { return decide(key) }
    if key == .control("c") { return interrupt() }
    asksToQuit = false
    if page != nil { return turnPage(key) }
    return perform(key)
  }

  /// C-c: stops what runs, or asks whether to leave.
  private mutating func interrupt() -> [Effect] {
    if prompt != nil {
      prompt = nil
      return []
    }
    let isTraining = session.isTraining
    if session.cancel() {
      if !isTraining { follow() }
      let paused = isTraining ? "paused; t trains on, s steps" : "paused; s goes on"
      message = Message(paused + dropBeginning())
      return []
    }
    if asksToQuit { return quit() }
    asksToQuit = true
    message = Message("press C-c again, or Q, to leave", .warning)
    return []
  }

  /// Does the command of a key.
  private mutating func perform(_ key: Key) -> [Effect] {
    let own = preferences.keys[key.description]
    guard let line = own ?? Self.commands.line(forKey: key.description, self) else {
      message = Message("no meaning for \(key) here; ? shows the keys", .warning)
      return []
    }
    return perform(line)
  }

  /// Does a command line, as typed at the prompt. One that would lose what was learnt asks first.
  @discardableResult
  public mutating func perform(_ line: String) -> [Effect] {
    let before = session.debugger.state.updates > 0 && asksToLose != line ? self : nil
    asksToLose = nil
    let (wasRunning, old) = (session.isRunning, message)
    if wasRunning { message = Message("") }
    do throws(UserError) {
      try performOrThrow(line)
    } catch {
      message = Message(error.description, .error)
    }
    if wasRunning {
      if message.text.isEmpty { message = old } else { newsTime = 3 }
    }
    if let before, session.hasLost(before.session), before.session.hasUnsavedTraining {
      self = before
      asksToLose = line
      message = Message(
        "what was learnt is in no file; the same again begins anew, :save FILE keeps it", .warning)
      return []
    }
    return takeEffects()
  }

  /// Does a command line.
  ///
  /// - Throws: ``UserError`` when there is no such command, it is refused, or it fails.
  public mutating func performOrThrow(_ line: String) throws(UserError) {
    let invocation = try Self.commands.invocation(of: line, in: self)
    if invocation?.traits.contains(.leavesProgram) == true { effects += quit() }
    let reply = try invocation?.perform(&self) ?? Reply()
    keepInBounds()
    show(reply.lines, of: line)
    leaveLab(after: line)
    leaveWeights(after: line)
    leaveTrainingView(after: line)
    notice(line)
    if !isRunning { goOnWithLesson() }
  }

  /// One line is news, over as many rows as it needs; more are a page.
  private mutating func show(_ lines: [String], of line: String) {
    if lines.count == 1, lines[0].columns <= 3 * max(20, size.columns - 4) {
      message = Message(lines[0])
    } else if !lines.isEmpty {
      page = TextPage(title: line, lines: lines)
    }
  }

  /// Keeps the selection on what there is.
  mutating func keepInBounds() {
    if view.generation != session.generation {
      view = ViewState(node: session.network.sources[0], generation: session.generation)
      (microscope, boxes) = (nil, nil)
      (training.cursor, training.list, training.span) = (nil, nil, nil)
    }
    if let number = microscope?.number, !session.debugger.has(number) { microscope = nil }
    let maps = maps
    view.channel = min(max(0, view.channel), max(0, (maps?.count ?? 1) - 1))
    let map = maps.flatMap { $0.count > 0 ? $0[view.channel] : nil }
    view.cell = MapPosition(
      row: min(max(0, view.cell.row), (map?.rows ?? 1) - 1),
      column: min(max(0, view.cell.column), (map?.columns ?? 1) - 1))
  }
}

extension Explorer {
  mutating func ask(_ purpose: Prompt.Purpose, beginning text: String = "") {
    let lines = purpose == .command ? history : []
    prompt = Prompt(purpose: purpose, editor: LineEditor(text, history: lines))
  }

  private mutating func type(_ key: Key) -> [Effect] {
    guard var open = prompt else { return [] }
    let outcome = open.editor.handle(key) { [self] in candidates(for: $0) }
    prompt = open
    switch outcome {
    case .editing: return []
    case .cancelled:
      (prompt, prediction) = (nil, nil)
      if open.purpose == .saving { isLeaving = false }
      return []
    case .submitted(let text):
      prompt = nil
      return submit(text, open.purpose)
    }
  }

  private mutating func submit(_ text: String, _ purpose: Prompt.Purpose) -> [Effect] {
    guard !text.allSatisfy(\.isWhitespace) else { return [] }
    if purpose == .find { return perform("find \(text)") }
    if purpose == .answer { return perform("answer \(text)") }
    if purpose == .saving { return saveAndQuit(text) }
    if history.last != text { history.append(text) }
    return perform(text)
  }

  private mutating func turnPage(_ key: Key) -> [Effect] {
    guard var open = page else { return [] }
    if open.filter != nil, narrow(key) { return [] }
    let room = max(1, size.rows - 3)
    let last = max(0, open.lines.count - room)
    switch key {
    case .character("q"), .escape, .character("?"), .enter, .control("g"):
      page = nil
      return []
    case .character("Q"): return quit()
    case .down, .character("j"): open.first += 1
    case .up, .character("k"): open.first -= 1
    case .right, .character("l"): open.left += 8
    case .left, .character("h"): open.left = max(0, open.left - 8)
    case .pageDown, .character(" "), .control("f"): open.first += room
    case .pageUp, .control("b"): open.first -= room
    case .control("d"): open.first += room / 2
    case .control("u"): open.first -= room / 2
    case .home, .character("g"): open.first = 0
    case .end, .character("G"): open.first = last
    default: message = Message("q leaves this page; arrows scroll", .warning)
    }
    open.first = min(max(0, open.first), last)
    page = open
    return []
  }
}

extension Explorer {
  /// Leaves the program, or first asks what is to become of what was learnt.
  mutating func quit() -> [Effect] {
    guard session.hasUnsavedTraining else { return [.quit] }
    if session.isRunning { session.cancel() }
    (isLeaving, asksToQuit, page) = (true, false, nil)
    message = Message("what was learnt is in no file", .warning)
    return []
  }

  /// The answer to that question.
  private mutating func decide(_ key: Key) -> [Effect] {
    switch key {
    case .character("k"): ask(.saving, beginning: session.proposedFile)
    case .character("d"): return [.quit]
    case .character("c"), .control("c"), .control("g"), .escape, .character("q"):
      isLeaving = false
      message = Message("still here")
    default:
      message = Message("k keeps what was learnt in a file, d discards it, c stays", .warning)
    }
    return []
  }

  private mutating func saveAndQuit(_ text: String) -> [Effect] {
    let (path, replaces) = text.withoutOver
    do throws(UserError) {
      message = Message(try session.save(to: path, replacing: replaces))
      return [.quit]
    } catch {
      message = Message(error.description, .error)
      return []
    }
  }

  /// Narrows a page by a key; false for keys that scroll or leave it.
  private mutating func narrow(_ key: Key) -> Bool {
    guard let filter = page?.filter else { return false }
    switch key {
    case .backspace where !filter.isEmpty: page?.filter = String(filter.dropLast())
    case .control("u") where !filter.isEmpty: page?.filter = ""
    case .character("q") where filter.isEmpty, .character("Q") where filter.isEmpty,
      .character("j") where filter.isEmpty, .character("k") where filter.isEmpty,
      .character(" ") where filter.isEmpty, .character("?"):
      return false
    case .character(let character): page?.filter = filter + String(character)
    default: return false
    }
    page?.first = 0
    page?.left = 0
    return true
  }
}
