import CNNModel

/// The backward passes of the lab in words.
extension LabGradients {
  /// What is selected and the sum that makes it, in lines without an end.
  package var lines: [String] {
    switch lab.backward.pass {
    case .forward: []
    case .input: ["dX  \(sum ?? "")", coverage] + adjointLines
    case .weight: ["dW  \(sum ?? "groups keep these channels apart")"] + biasLines
    case .scatter: scatterLines
    }
  }

  /// `✓ dx[0,2,2] = 25 = 1·4 + …`
  package var sum: String? {
    guard let definition else { return nil }
    let mark = Agreement(definition, stored: value).mark
    let name =
      lab.backward.pass == .input
      ? "dx\(inputPosition.sample)" : "dw\((weightPosition ?? [0]).description)"
    let addends = LabState.addends(definition)
    let parts = addends.isEmpty ? "nothing" : addends.joined(separator: " + ")
    return "\(mark) \(name) = \(LabState.number(value)) = \(parts)"
  }

  /// Under how many weights the selected cell of the image lay.
  private var coverage: String {
    let count = definition?.terms.count { term in
      if case .outputGradient = term.source { true } else { false }
    }
    let outputs = lab.setting.outputs / lab.setting.groups
    let all = lab.setting.kernel * lab.setting.kernel * outputs
    return "this image cell met \(count ?? 0) of the \(all) weights"
  }

  /// The bias gradient is the plain sum.
  private var biasLines: [String] {
    guard parameters.count > 1 else { return [] }
    let bias = parameters[1][lab.cursor.output]
    let cells = output.shape[2] * output.shape[3]
    return ["dB  the sum of the \(cells) cells of dY is \(LabState.number(bias))"]
  }

  private var adjointLines: [String] {
    guard let adjoint = LabAdjoint(lab) else {
      return ["no transposed convolution has the \(lab.setting.fill.rawValue) padding backwards"]
    }
    var lines: [String] = []
    if let gathered = adjoint.gathered(lab.setting, isRotated: lab.backward.isRotated) {
      let kernel = lab.backward.isRotated ? "rotated kernel" : "kernel not rotated"
      let place = inputPosition
      let number = LabState.number(gathered.run.output[place])
      let count = equal(gathered.run.output)
      let mark = Agreement(
        lab.run.layers[0].define(
          .inputGradient(0, place), in: lab.run.backwardPass(output)),
        stored: gathered.run.output[place]
      ).isEqual
      lines.append(
        "\(kernel) over dY: \(mark ? "✓" : "✗") \(number); \(count) of \(input.shape.count) equal")
    }
    let line = adjoint.line.replacing(" no-bias", with: "")
    lines.append("\(line): \(equal(adjoint.run.output)) of \(input.shape.count) equal")
    return lines
  }

  /// How many cells of another tensor are those of the image's gradient, within rounding.
  package func equal(_ other: Tensor) -> Int {
    let pass = lab.run.backwardPass(output)
    return (0..<input.shape.count).count { offset in
      let place = input.shape.position(at: offset)
      return lab.run.layers[0].define(.inputGradient(0, place), in: pass)
        .equalsWithinRounding(other[offset])
    }
  }

  private var scatterLines: [String] {
    let place = lab.position
    let gradient = LabState.number(output[place])
    let cells = lab.run.definition(of: place).terms.filter { term in
      if case .input = term.source { true } else { false }
    }
    var lines = [
      "dy\(place.sample) = \(gradient) goes to \(cells.count) image cells and weights:"
    ]
    lines += addition.map { [$0] } ?? []
    lines.append(
      isComplete
        ? "the last cell: what was added up is dX and dW"
        : "so far: the first \(output.shape.offset(of: place) + 1) of the \(output.shape.count) cells of dY"
    )
    return lines
  }

  /// What the selected output cell adds through the selected weight:
  /// `dx[0,1,1] += 5·-1 = -5   dw[0,0] += 5·3 = 15`.
  private var addition: String? {
    guard let weight = weightPosition else { return nil }
    let gradient = output[lab.position]
    let tap = "dw\(weight.description)"
    guard let cell = cellOfTap else { return "\(tap) += 0: this weight meets no image cell here" }
    let factor = lab.run.parameters[0][0][weight]
    let image = lab.image[cell]
    return "dx\(cell.sample) += \(product(gradient, factor)), \(tap) += \(product(gradient, image))"
  }

  private func product(_ a: Float, _ b: Float) -> String {
    "\(LabState.number(a))·\(LabState.number(b)) = \(LabState.number(a * b))"
  }

  /// The image cell that the selected output cell reads through the selected weight.
  package var cellOfTap: Position? {
    guard let weight = weightPosition else { return nil }
    let definition = lab.run.layers[0].define(
      .parameterGradient(0, weight), in: lab.run.backwardPass(output))
    return Self.products(definition).lazy.compactMap { terms -> Position? in
      var (cell, isHere): (Position?, Bool) = (nil, false)
      for term in terms {
        if case .input(_, let position) = term.source { cell = position }
        if case .outputGradient(_, let position) = term.source { isHere = position == lab.position }
      }
      return isHere ? cell : nil
    }.first
  }

  private static func products(_ expression: Expression) -> [[Term]] {
    switch expression {
    case .sum(let parts): parts.flatMap(products)
    case .named(_, let part): products(part)
    default: [expression.terms]
    }
  }
}
