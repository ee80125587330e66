import CNNEngine
import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// What is debugged, and where it stands.
struct TitleLine {
  private let session: Session
  /// What is shown instead of the network; there is some where no network is opened.
  private let subject: String?

  init(_ session: Session, subject: String?) { (self.session, self.subject) = (session, subject) }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    canvas.fill(rect, with: Cell(" ", .heading))
    if let subject {
      let end = canvas.write("cnnscope", x: rect.x + 1, y: rect.y, .title)
      canvas.write(
        subject, x: end + 2, y: rect.y, limit: rect.maxX - end - 3, .heading)
      return
    }
    let debugger = session.debugger
    let end = drawPlace(&canvas, rect, debugger)
    let isTrained = session.hasTrainedWeights && debugger.hasLoadedParameters
    let network = session.network.title + (isTrained ? " (trained)" : "")
    var words =
      [network, image(debugger), step(debugger)] + mode(debugger) + fault(debugger)
    var room = end - rect.x - words.reduce(0) { $0 + $1.columns + 2 }
    var column = rect.x - 1
    // The program's name goes first where there is little room, then the image.
    if room > "cnnscope".columns + 2 {
      column = canvas.write("cnnscope", x: rect.x + 1, y: rect.y, .title)
    } else if room < 0 {
      room += words.remove(at: 1).columns
    }
    for text in words where column + 2 + text.columns < end {
      column = canvas.write(text, x: column + 2, y: rect.y, .heading)
    }
  }

  /// `▶ conv2 FORWARD 4/26  loss 0.412`, at the right.
  private func drawPlace(_ canvas: inout Canvas, _ rect: Rect, _ debugger: Debugger) -> Int {
    var text = "ready"
    if let last = debugger.last {
      let mark = last.pass == .backward ? "◀" : "▶"
      let name =
        last.node.map {
          abbreviated(debugger.network.nodes[$0].name, to: max(12, rect.width / 4)) + " "
        } ?? ""
      text = "\(mark) \(name)\(last.word.uppercased()) \(debugger.phase)/\(debugger.phases.count)"
    }
    if let loss = debugger.execution.loss { text += "  loss \(Decimals.text(loss, 4))" }
    let room = min(text.columns, rect.width - 12)
    return canvas.write(truncated(text, to: room), endingAt: rect.maxX - 1, y: rect.y, .title)
  }

  private func image(_ debugger: Debugger) -> String {
    let sample = debugger.selectedSample
    return sample.label.map { "\(sample.name) \"\($0)\"" } ?? sample.name
  }

  /// `eval mode` or `train mode`, where that makes a difference.
  private func mode(_ debugger: Debugger) -> [String] {
    session.network.dependsOnMode ? ["\(debugger.setup.mode.rawValue) mode"] : []
  }

  /// `fault 7 ?` until the player knows it.
  private func fault(_ debugger: Debugger) -> [String] {
    guard let fault = debugger.setup.fault else { return [] }
    return [debugger.hiddenFault == nil ? "\(fault.title) known" : "\(fault.title) ?"]
  }

  private func step(_ debugger: Debugger) -> String { "step \(debugger.step)" }
}
