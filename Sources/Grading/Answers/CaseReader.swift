import CNNModel
import Differences
import ModelFiles

/// Reads somebody's files as cases of a computation.
public struct CaseReader: Sendable {
  /// What was to be computed.
  public let subject: GradedSubject
  /// The mode of a layer's passes.
  public let mode: ComputeMode
  /// The order of the axes of images; found out where it is `nil`.
  public let layout: ImageLayout?

  public init(_ subject: GradedSubject, mode: ComputeMode = .evaluation, layout: ImageLayout? = nil)
  {
    (self.subject, self.mode, self.layout) = (subject, mode, layout)
  }

  /// Every way to read a file with inputs and results, the usual ones first.
  ///
  /// - Throws: ``FileError`` where there is none: what is missing, or does not fit.
  public func cases(_ file: AnswerFile) throws(FileError) -> [ReadCase] {
    let cases = try given(file)
    guard cases.contains(where: { !$0.theirs.isEmpty }) else {
      if let refusal = cases.lazy.flatMap(\.refusals).first {
        throw FileError(path: file.path, reason: String(refusal.dropLast()))
      }
      throw FileError(
        path: file.path,
        reason: "no result was found in it; it holds \(file.listing), and \(expected) are expected")
    }
    return cases
  }

  /// Every way to read a file with inputs, with or without results.
  ///
  /// - Throws: ``FileError`` as ``cases(_:)`` does.
  func given(_ file: AnswerFile) throws(FileError) -> [ReadCase] {
    let readings = NamedRoles.readings(
      file.arrays, own: subject.ownConvention ?? ownNames(file.arrays), allows: subject.allows)
    guard readings.contains(where: { $0.arrays.keys.contains { !$0.isResult } }) else {
      throw unknownNames(file)
    }
    var (cases, reason) = ([ReadCase](), String?.none)
    for layout in layouts(of: readings) {
      for roles in readings {
        let builder = CaseBuilder(
          subject: subject, mode: mode, roles: roles, layout: layout,
          isLayoutSaid: self.layout != nil)
        do throws(CaseError) { cases += try builder.cases() } catch {
          reason = reason ?? error.reason
        }
      }
    }
    guard !cases.isEmpty else {
      throw FileError(path: file.path, reason: reason ?? "its arrays do not fit \(subject.text)")
    }
    return cases
  }

  /// Every way to read somebody's results of a case that was dealt.
  ///
  /// - Throws: ``FileError`` where it holds no result.
  public func cases(
    _ file: AnswerFile, of computation: any Computation, given: RoleArrays
  ) throws(FileError) -> [ReadCase] {
    let roles = Set(computation.roles)
    let readings = NamedRoles.readings(
      file.arrays, own: subject.ownConvention ?? GradedSubject.convention(computation)
    ) { roles.contains($0) && $0.isResult }
    guard !readings.isEmpty else { throw unknownNames(file) }
    return layouts(of: readings).flatMap { layout in
      readings.flatMap { roles in
        CaseBuilder(
          subject: subject, mode: mode, roles: roles, layout: layout,
          isLayoutSaid: self.layout != nil
        )
        .cases(of: computation, given)
      }
    }
  }

  /// The names that a layer itself gives its arrays, such as `weight_ih_l0`; `nil` where the usual
  /// names of inputs are not there, or the layer does not take them.
  private func ownNames(_ arrays: [NamedArray]) -> NamingConvention? {
    guard case .layer(let layer) = subject else { return nil }
    let names = ["x"] + (0..<8).map { "x\($0)" }
    let shapes = names.compactMap { name in arrays.first { $0.name == name }?.array.shape }
    guard !shapes.isEmpty, shapes.allSatisfy({ $0.rank > 0 }),
      (try? layer.outputShapes(for: shapes)) != nil
    else { return nil }
    return GradedSubject.convention(LayerComputation(layer, inputs: shapes, mode: mode))
  }

  private func layouts(of readings: [NamedRoles]) -> [ImageLayout] {
    if let layout { return [layout] }
    let hasImages = readings.contains { roles in
      roles.arrays.values.contains { $0.array.shape.rank >= 2 }
    }
    return hasImages ? [.nchw, .nhwc] : [.nchw]
  }

  private func unknownNames(_ file: AnswerFile) -> FileError {
    FileError(
      path: file.path,
      reason: "no name in it is known: it holds \(file.listing), and \(expected) are expected, "
        + "or the names of a course, such as out dx dw db")
  }

  /// The usual names of what is handed in.
  private var expected: String {
    switch subject {
    case .layer: "y gx gw gb (with x weight bias gy)"
    case .loss: "y gx (with x target)"
    case .optimizer(let optimizer):
      (["parameter_after"] + optimizer.slots.map { "\($0)_after" }).joined(separator: " ")
    }
  }
}
