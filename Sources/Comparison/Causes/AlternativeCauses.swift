import CNNModel

/// The changed rules that the layer's own families know.
enum AlternativeCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    context.layer.alternatives(for: context.pass.shapes).filter { $0.phase == .forward }
      .map { alternative in
        NodeChange(
          name: alternative.rule,
          sentence:
            "\(context.name) gives the reference's numbers when \(alternative.what)",
          rank: 40 + 5 * alternative.tier.rawValue, mayEndStretch: true,
          outputs: { alternative.forward(context.pass).values })
      }
  }
}
