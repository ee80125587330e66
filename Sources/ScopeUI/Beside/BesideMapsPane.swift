import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The selected tensor of both: as many channels as there is room for, each as A, A − B and B with one
/// scale; or all maps of one subject; of the output the classes.
struct BesideMapsPane {
  let pair: SubjectPair
  let scene: Scene
  let shown: BesideView.Shown
  let isFocused: Bool

  private var selection: Selection { scene.selection }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let heading = rest.takeTop(1)
    let tensors: SubjectPair.Tensors
    do throws(UserError) {
      tensors = try pair.tensors(selection.reference)
    } catch {
      drawHeading(pair.first.names.name(of: selection.reference), &canvas, heading)
      return drawUnlike(error.description, &canvas, rest)
    }
    guard
      let maps = PairedMaps(pair, tensors, at: selection, sheet: selection.channel)
    else { return drawParagraph("there is nothing to show", &canvas, rest) }
    drawHeading(words(maps, tensors, room: heading.width - 9), &canvas, heading)
    drawNumbers(maps, tensors, &canvas, rest.takeBottom(1))
    if let classes = BesideClasses(pair, tensors) {
      classes.draw(&canvas, rest)
    } else if BesideKernelsPane.shows(tensors) {
      BesideKernelsPane(
        tensors: tensors, maps: maps, shown: shown, capabilities: scene.capabilities,
        hasCursor: isFocused
      ).draw(&canvas, rest)
    } else if shown == .both {
      drawTriples(maps, tensors, &canvas, rest)
    } else {
      drawOne(maps, tensors, &canvas, rest)
    }
  }

  private func drawHeading(_ words: String, _ canvas: inout Canvas, _ rect: Rect) {
    PaneHeading(pane: .maps, isFocused: isFocused, rest: words).draw(&canvas, rect)
  }

  /// Tensor, channel and distance; where there is little room, without the number of channels.
  private func words(
    _ maps: PairedMaps, _ tensors: SubjectPair.Tensors, room: Int
  ) -> String {
    let one = pair.first.names.name(of: tensors.reference)
    let other = pair.second.names.name(of: tensors.otherReference)
    let name = one == other ? one : "\(one) | \(other)"
    let channel = maps.count > 1 ? ", \(maps.sheetTitle)" : ""
    let distance = pair.distance(tensors.reference).map { Decimals.text($0, 3) } ?? "–"
    let hasCount = maps.count > 1 && !BesideKernelsPane.shows(tensors)
    let long = "\(name)\(channel) of \(maps.count), distance \(distance)"
    return hasCount && long.columns <= room ? long : "\(name)\(channel), distance \(distance)"
  }

  /// Why there is no difference; where both are there in other shapes, a map of each below it.
  private func drawUnlike(_ reason: String, _ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let lines = wrapped(reason, to: rect.width - 2).count + 2
    drawParagraph(reason, &canvas, rest.takeTop(min(lines, rest.height)))
    guard let unlike = pair.unlike(selection.reference) else { return }
    for (side, part) in zip([unlike.first, unlike.second], rest.columns(2, gap: 1)) {
      guard rest.height > 2 else { return }
      let maps = selection.seen(side.maps)
      guard maps.count > 0 else { continue }
      let map = maps[min(selection.channel, maps.count - 1)]
      let scale = HeatScale([map.statistics])
      let title = "\(side.name) \(map.title)"
      canvas.write(title, x: part.x, y: part.y, limit: part.width, .heading)
      var heatmap = Heatmap(rows: map.rows, columns: map.columns, values: map.values, scale: scale)
      heatmap.overflow = .shrink
      heatmap.draw(
        into: &canvas,
        in: Rect(x: part.x, y: part.y + 1, width: part.width, height: part.height - 2),
        scene.capabilities)
      scale.drawLegend(
        into: &canvas, x: part.x, y: part.maxY - 1, width: part.width, scene.capabilities)
    }
  }

  private func drawParagraph(_ text: String, _ canvas: inout Canvas, _ rect: Rect) {
    for (row, line) in wrapped(text, to: rect.width - 2).prefix(max(0, rect.height - 1))
      .enumerated()
    {
      canvas.write(line, x: rect.x + 1, y: rect.y + 1 + row, .dim)
    }
  }

  /// The numbers of the cell.
  private func drawNumbers(
    _ maps: PairedMaps, _ tensors: SubjectPair.Tensors, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let (a, b, difference) = maps.numbers
    let place =
      pair.first.network.hasBatch(tensors.reference) ? maps.position.sample : maps.position
    let long =
      "\(place): A \(Decimals.text(a, 5)), B \(Decimals.text(b, 5)), A − B "
      + Decimals.text(difference, 3)
    let short =
      "\(place) A \(Decimals.text(a, 3)) B \(Decimals.text(b, 3)) A−B "
      + Decimals.text(difference, 3)
    let words = long.columns < rect.width ? long : short
    canvas.write(words, x: rect.x + 1, y: rect.y, limit: rect.width - 1, .accent)
  }

  /// Channels below and beside each other, the selected one among them.
  private func drawTriples(
    _ maps: PairedMaps, _ tensors: SubjectPair.Tensors, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let rows = scene.capabilities.heatRows(maps.rows, zoom: 1)
    let size = (width: max(36, 3 * maps.columns + 4), height: max(4, rows + 2))
    let across = max(1, (rect.width + 1) / size.width)
    let down = max(1, rect.height / size.height)
    let page = min(across * down, maps.count)
    let first = min(selection.channel / page * page, max(0, maps.count - 1))
    let grid = page == 1 ? (across: 1, down: 1) : (across: min(across, page), down: down)
    let tile = (
      width: rect.width / grid.across,
      height: rect.height / min(grid.down, (page + grid.across - 1) / grid.across)
    )
    for channel in first..<min(maps.count, first + page) {
      let (row, column) = (channel - first).quotientAndRemainder(dividingBy: grid.across)
      let place = Rect(
        x: rect.x + column * tile.width, y: rect.y + row * tile.height, width: tile.width - 1,
        height: tile.height)
      guard let these = PairedMaps(pair, tensors, at: selection, sheet: channel) else { continue }
      PairedMapsPane(
        maps: these, names: ("A \(these.sheetTitle)", "B \(these.sheetTitle)"),
        capabilities: scene.capabilities, differenceName: "A − B", ownScale: ", own scale",
        hasCursor: isFocused && channel == maps.sheet
      ).draw(&canvas, place)
    }
  }

  /// All maps of one subject, with the scale of both.
  private func drawOne(
    _ maps: PairedMaps, _ tensors: SubjectPair.Tensors, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let both = [TensorStatistics(tensors.first), TensorStatistics(tensors.second)]
    let isFirst = shown == .first
    let (debugger, reference) =
      isFirst ? (pair.first, tensors.reference) : (pair.second, tensors.otherReference)
    let tensor = isFirst ? tensors.first : tensors.second
    let sample = debugger.network.hasBatch(reference) ? 0 : nil
    let all = selection.seen(debugger.tensors.maps(tensor, of: reference, sample: sample))
    let grid =
      MapGrid(all, rect, zoom: nil, scene.capabilities)
      ?? MapGrid.thumbnails(all, rect, scene.capabilities)
    for tile in grid.tiles(around: maps.sheet) {
      let map = all[tile.index]
      canvas.write(
        map.title, x: tile.rect.x, y: tile.rect.y, limit: tile.rect.width,
        tile.index == maps.sheet ? .selection : .dim)
      var heatmap = Heatmap(
        rows: map.rows, columns: map.columns, values: map.values, scale: HeatScale(both))
      heatmap.zoom = grid.zoom
      heatmap.overflow = .shrink
      let inside = Rect(
        x: tile.rect.x, y: tile.rect.y + 1, width: tile.rect.width, height: tile.rect.height - 1)
      heatmap.draw(into: &canvas, in: inside, scene.capabilities)
    }
  }
}

/// The classes with the probabilities of both.
struct BesideClasses {
  private let pair: SubjectPair
  private let first: [Float]
  private let second: [Float]

  /// - Returns: `nil` where the tensors are not those of the output, or there are no classes.
  init?(_ pair: SubjectPair, _ tensors: SubjectPair.Tensors) {
    guard tensors.reference == TensorReference(pair.first.network.output.node, .activation),
      tensors.otherReference == TensorReference(pair.second.network.output.node, .activation),
      let first = pair.first.probabilities, let second = pair.second.probabilities,
      first.count == second.count
    else { return nil }
    (self.pair, self.first, self.second) = (pair, first, second)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let names = pair.first.network.classNames
    let titles = first.indices.map { names.title(of: $0).columns }
    let name = min(14, max(6, (titles.max() ?? 0) + 1))
    let bar = max(0, (rect.width - name - 25) / 2)
    var columns = [rect.x + 1, rect.x + 1 + name]
    columns += [columns[1] + 8 + bar, columns[1] + 16 + 2 * bar]
    for (text, x) in zip(["class", "A", "B", "A − B"], columns) {
      canvas.write(text, x: x, y: rect.y, limit: max(0, rect.maxX - x), .heading)
    }
    for (row, label) in order(max(0, rect.height - 1)).enumerated() {
      let y = rect.y + 1 + row
      let isTrue = pair.first.selectedSample.label == label
      let style: Style = isTrue ? .good : .plain
      canvas.write(names.title(of: label), x: columns[0], y: y, limit: name - 1, style)
      for (share, x) in zip([first[label], second[label]], columns[1...]) {
        let number = Decimals.fitting(share, significant: 3, width: 7)
        canvas.write(number, x: x, y: y, limit: 7, style)
        let length = share.isFinite ? Int((Double(share) * Double(bar - 1)).rounded()) : 0
        canvas.write(String(repeating: "█", count: max(0, length)), x: x + 8, y: y, .accent)
      }
      canvas.write(
        Decimals.text(first[label] - second[label], 3), x: columns[3], y: y,
        limit: max(0, rect.maxX - columns[3]), style)
    }
  }

  /// All classes in order where they fit, or else the likeliest of both first.
  private func order(_ rows: Int) -> [Int] {
    guard first.count > rows else { return Array(first.indices) }
    let sorted = first.indices.sorted {
      max(first[$0], second[$0]) > max(first[$1], second[$1])
    }
    return Array(sorted.prefix(rows))
  }
}
