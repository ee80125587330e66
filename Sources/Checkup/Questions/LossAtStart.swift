import CNNEngine
import CNNModel
import NumberText

/// Whether the loss before training is that of equally likely classes.
enum LossAtStart: CheckupQuestion {
  static let name = "loss-at-start"
  static let question = "is the loss at the start that of equal classes, ln K?"
  static let threshold =
    "tick: within 25 % of ln K; cross: over twice or under half (Karpathy, A recipe for training neural "
    + "networks, 2019: verify loss at init)"
  static let look = "loss"

  static func find(in subject: CheckupSubject) -> Finding {
    let network = subject.network
    if network.nodes.contains(where: { $0.initialValues != nil }) {
      return .notApplicable("the parameters are those of the model's file")
    }
    let batch = subject.batch(ofStep: 0)
    guard let wanted = UninformedLoss.ofEqualClasses(network, batch), wanted > 0 else {
      return .notApplicable(
        subject.withoutLoss ?? "\(network.loss.kind) compares values, not classes")
    }
    var fresh = subject
    fresh.state = ModelState(network, optimizer: subject.optimizer, seed: subject.seed)
    guard let loss = fresh.execution(batch, through: .loss)?.loss else {
      return .notApplicable("stopped")
    }
    let ratio = Double(loss) / wanted
    let name =
      subject.data.hasClasses ? subject.data.classCount.map { " = ln \($0)" } ?? "" : ""
    return Finding(
      verdict(ratio), Double(loss),
      "with \(parameters(subject, batch, fresh)) the loss is \(Decimals.text(loss, 4)); "
        + "\(Decimals.text(wanted, 4))\(name) is expected")
  }

  /// `new parameters`, or that they are not those of now.
  private static func parameters(
    _ subject: CheckupSubject, _ batch: Batch, _ fresh: CheckupSubject
  ) -> String {
    guard subject.state.parameters != fresh.state.parameters,
      let loss = subject.execution(batch, through: .loss)?.loss
    else { return "new parameters" }
    return "new parameters, not those of now with a loss of \(Decimals.text(loss, 4)),"
  }

  private static func verdict(_ ratio: Double) -> CheckupVerdict {
    guard ratio.isFinite, ratio >= 0.5, ratio <= 2 else { return .cross }
    return (0.75...1.25).contains(ratio) ? .tick : .unsure
  }
}
