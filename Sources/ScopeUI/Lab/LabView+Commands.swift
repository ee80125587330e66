import CNNModel
import ScopeDebugger
import TerminalKit

/// The commands of the lab.
extension LabView {
  static let commands: [Command<Explorer>] = [
    Command(
      "lab", LabEditText().optional, keys: [KeyBinding("L")],
      help: "one convolution on a small image: lab stride 2, lab set kernel[0,1] 5, lab reset",
      answer: { explorer, edit throws(UserError) in
        try explorer.session.performLab(edit)
        guard !explorer.views.contains(LabView.self) else { return Reply() }
        explorer.open(LabView())
        return Reply("arrows slide the window, Tab goes to image and kernel, + - Enter change them")
      }),
    inside(
      "turn", Choice(LabSettingName.self), Choice(Backwards.self).optional,
      help: "the lab's next kernel size, stride, padding, …",
      action: {
        (_: inout LabView, shared: inout SharedState, name: LabSettingName, back: Backwards?)
          throws(UserError) in
        try shared.session.lab?.turn(name, back: back != nil)
        shared.news.say(shared.session.lab.map { "\(name.rawValue) \($0.value(of: name))" } ?? "")
      }),
    inside(
      "slide", Choice(Slide.self),
      help: "the lab's window or cell: up, down, left, right, first, last",
      action: { view, shared, slide in view.slide(slide.step, &shared) }),
    inside(
      "part", Choice(LabPart.self).optional,
      help: "what the arrows move in the lab: output, image, kernel, gradient",
      action: { view, shared, part throws(UserError) in try view.choose(part, shared) }),
    inside(
      "number", Choice(NumberStep.self),
      help: "the lab's number under the cursor: up, down, type; next, back: another channel",
      change: { view, shared, change throws(UserError) in
        try view.changeNumber(change, &shared)
      }),
    inside("leave-lab", help: "back to the network", change: { _, _ in .close }),
  ].inGroup(.lab).with(.worksWithoutNetwork)

  private func changeNumber(
    _ change: NumberStep, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange {
    guard let lab = shared.session.lab else { return .close }
    switch change {
    case .next: shared.session.lab?.choose(output: lab.cursor.output + 1)
    case .back: shared.session.lab?.choose(output: lab.cursor.output - 1)
    case .up: try add(1, lab, &shared)
    case .down: try add(-1, lab, &shared)
    case .type:
      let cell = try cell(lab)
      return .ask(beginning: "lab set \(part(in: lab).numbers)[\(cell.rows),\(cell.columns)] ")
    }
    return .stay
  }

  private func add(
    _ difference: Float, _ lab: LabState, _ shared: inout SharedState
  ) throws(UserError) {
    let cell = try cell(lab)
    let part = part(in: lab)
    let number = lab.number(part) + difference
    let edit: LabEdit =
      switch part {
      case .image: .image(cell, number)
      case .gradient: .gradient(cell, number)
      case .kernel, .output: .kernel(cell, number)
      }
    try shared.session.performLab(edit)
  }

  /// The cell under the cursor of the image, the kernel or the output's gradient.
  private func cell(_ lab: LabState) throws(UserError) -> Pair {
    switch part(in: lab) {
    case .image: return lab.cursor.source
    case .kernel: return lab.cursor.tap
    case .gradient: return lab.cursor.place
    case .output: throw UserError(Self.computed(in: lab.backward.pass))
    }
  }

  private static func computed(in pass: LabPass) -> String {
    switch pass {
    case .forward: "an output is computed; Tab goes to the image or the kernel, to change it"
    case .input: "dX is computed; Tab goes to dY or the kernel, to change it"
    case .weight, .scatter: "dW is computed; Tab goes to the image or dY, to change it"
    }
  }

  private mutating func choose(_ part: LabPart?, _ shared: SharedState) throws(UserError) {
    guard let lab = shared.session.lab else { return }
    let parts = LabPart.parts(of: lab.backward.pass)
    guard let part else {
      self.part = self.part(in: lab).next(in: lab.backward.pass)
      return
    }
    guard parts.contains(part) else {
      throw UserError(
        "pass \(lab.backward.pass.rawValue) has \(parts.map(\.rawValue).joined(separator: ", ")), "
          + "not \(part.rawValue)")
    }
    self.part = part
  }
}

/// The other way round.
enum Backwards: String, Hashable, Sendable, CaseIterable {
  case back
}

/// What `slide` takes.
enum Slide: String, Hashable, Sendable, CaseIterable {
  case up, down, left, right, first, last

  /// Rows and columns; more than there are for the first and the last cell.
  var step: Pair {
    let far = 1 << 10
    return switch self {
    case .up: Pair(-1, 0)
    case .down: Pair(1, 0)
    case .left: Pair(0, -1)
    case .right: Pair(0, 1)
    case .first: Pair(-far, -far)
    case .last: Pair(far, far)
    }
  }
}

/// What `number` takes.
enum NumberStep: String, Hashable, Sendable, CaseIterable {
  case up, down, type, next, back
}

extension LabPart {
  /// The numbers that it edits, as they are typed.
  fileprivate var numbers: String {
    switch self {
    case .image: "input"
    case .gradient: "gradient"
    case .kernel, .output: "kernel"
    }
  }
}

extension LabState {
  /// The number under the cursor of the image, the output's gradient, or else the kernel.
  fileprivate func number(_ part: LabPart) -> Float {
    switch part {
    case .image: return image[[0, cursor.input, cursor.source.rows, cursor.source.columns]]
    case .gradient: return backward.gradient[position]
    case .kernel, .output:
      let kernel = kernel(from: cursor.input, to: cursor.output)
      return kernel?[cursor.tap.rows * setting.kernel + cursor.tap.columns] ?? 0
    }
  }
}
