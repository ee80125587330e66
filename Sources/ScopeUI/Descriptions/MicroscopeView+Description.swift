import NumberText
import ScopeDebugger

extension MicroscopeView {
  func summary(_ scene: Scene) -> [String]? { words(scene).summary }
  func details(_ scene: Scene) -> [String] { words(scene).details }

  private func words(_ scene: Scene) -> MicroscopeWords {
    MicroscopeWords(microscope, debugger(scene.shared))
  }
}

/// The computation of a number in words.
struct MicroscopeWords {
  private let microscope: Microscope
  private let debugger: Debugger
  /// More parts are counted, and moving through them says each.
  private static let mostParts = 40

  init(_ microscope: Microscope, _ debugger: Debugger) {
    (self.microscope, self.debugger) = (microscope, debugger)
  }

  private var name: String { debugger.names.name(of: microscope.number) }

  /// The number, what it is made of, and the part in focus.
  var summary: [String] {
    do throws(UserError) { return try said(summary: true) } catch {
      return ["microscope: \(name), \(error)"]
    }
  }

  var details: [String] { (try? said(summary: false)) ?? [] }

  private func said(summary: Bool) throws(UserError) -> [String] {
    let inspector = debugger.inspector
    switch microscope.aspect {
    case .terms:
      let computation = try inspector.computation(of: microscope.number)
      return summary ? self.summary(of: computation) : details(of: computation)
    case .matrix:
      let matrix = try inspector.patchMatrix(of: microscope.number, columns: 1)
      return summary ? self.summary(of: matrix) : rows(of: matrix)
    case .steps:
      let steps = try inspector.steps(of: microscope.number)
      return summary
        ? ["microscope: the passes of \(steps.layer) in steps, for \(steps.name)"]
        : (steps.forward + steps.backward).map(line)
    case .scatter:
      let channel = microscope.scatter.channel
      let scatter = try inspector.scatter(of: microscope.number, channel: channel)
      let share = scatter.shares.dropFirst(microscope.scatter.share).prefix(1).map(scatter.line)
      return summary
        ? ["microscope: \(scatter.name), its \(scatter.summary(debugger.names))"] + share
        : scatter.shares.map(scatter.line)
    }
  }
}

extension MicroscopeWords {
  private func summary(of computation: Computation) -> [String] {
    let text = computation.agreement.text(digits: 5)
    return ["microscope: \(computation.name) = \(text)"] + formula(computation) + [
      focus(computation)
    ]
  }

  /// What the number is made of, and what the layer behind makes of it.
  private func formula(_ computation: Computation) -> [String] {
    Conclusion(computation, debugger, width: .max).lines.map(\.text)
  }

  private func focus(_ computation: Computation) -> String {
    let parts = microscope.parts(of: computation)
    let place = min(microscope.place.cursor, parts.count - 1)
    let part = parts[place]
    let inside = part.parts.isEmpty ? "" : ", \(part.addendCount) terms; inspect goes into it"
    return "part \(place + 1) of \(parts.count): \(computation.line(of: part, debugger))\(inside)"
  }

  private func details(of computation: Computation) -> [String] {
    let parts = microscope.parts(of: computation)
    let rest = parts.count - Self.mostParts
    return parts.prefix(Self.mostParts).map { computation.line(of: $0, debugger) }
      + (rest > 0 ? ["and \(rest) more; tap next and tap back go through them"] : [])
  }

  private func summary(of matrix: PatchMatrix) -> [String] {
    let rows = matrix.isBackward ? "a row of the transposed kernel" : "the kernel as a row"
    return [
      "microscope: \(name) as a product of matrices: \(rows), \(matrix.kernel.count) numbers, "
        + "times patch \(matrix.current) of \(matrix.count)",
      "\(name) = \(matrix.agreement.text(digits: 5))",
    ]
  }

  private func rows(of matrix: PatchMatrix) -> [String] {
    let kernel = matrix.kernel.map { Decimals.text($0, 3) }.joined(separator: " ")
    let patch = matrix.patches.first?.map { $0.map { Decimals.text($0, 3) } ?? "none" } ?? []
    return [
      "kernel: \(kernel)", "patch: \(patch.joined(separator: " "))",
      "bias: \(Decimals.text(matrix.bias, 3))",
    ]
  }

  private func line(_ step: LayerSteps.Step) -> String {
    let shape = step.array.text(channelsLast: microscope.hasChannelsLast)
    let numbers = step.isDone ? step.numbers : "not done yet in this step"
    return "\(step.number) \(step.title), \(shape): \(numbers)"
  }
}
