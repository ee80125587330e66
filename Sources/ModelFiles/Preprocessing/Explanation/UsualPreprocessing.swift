/// A preprocessing that networks are often trained with.
public struct UsualPreprocessing: Sendable {
  /// What it is called: `BGR, imagenet`.
  public let name: String
  /// How this program does it.
  public let options: PreprocessingOptions

  /// The usual ones for a network that takes so many channels: the default, all usual
  /// normalizations with either order of the channels, and then, with what is chosen, other fits
  /// and methods of resizing.
  ///
  /// - Parameter chosen: what the user asked for; the others differ from it by one thing.
  public static func all(
    channels: Int, _ chosen: PreprocessingOptions = .init()
  ) -> [UsualPreprocessing] {
    let plain = UsualPreprocessing(
      name: chosen == .init() ? "default" : "as chosen", options: chosen)
    return [plain] + normalizations(channels, chosen) + resizes(chosen)
  }

  private static func normalizations(
    _ channels: Int, _ chosen: PreprocessingOptions
  ) -> [UsualPreprocessing] {
    let names =
      ["1/255", "none", "1/127.5-1"]
      + (channels == 3 ? ["imagenet", "caffe"] : ["mnist"])
    let known = names.compactMap { name in KnownNormalization.all.first { $0.name == name } }
    return known.flatMap { normalization in
      var first = chosen
      normalization.set(in: &first)
      if channels == 3 {
        if first.channels == .bgr { first.channels = nil }
      } else {
        first.isInverted = false
      }
      var second = first
      if channels == 3 { second.channels = .bgr } else { second.isInverted = true }
      let order = channels == 3 ? "RGB, " : ""
      return [
        UsualPreprocessing(name: order + normalization.name, options: first),
        UsualPreprocessing(
          name: (channels == 3 ? "BGR, " : "inverted, ") + normalization.name, options: second),
      ]
    }
  }

  private static func resizes(_ chosen: PreprocessingOptions) -> [UsualPreprocessing] {
    let fits: [ImageFit.Kind] = [.squash, .crop, .pad]
    let methods: [ResamplingMethod] = [.pilBilinear, .pilBicubic, .cvLinear, .cvArea]
    return fits.map { kind in
      var options = chosen
      options.fit = ImageFit(kind)
      if options.resize.map({ [.pad, .crop].contains($0) }) ?? true { options.resize = .bilinear }
      return UsualPreprocessing(name: "fit \(kind.rawValue)", options: options)
    }
      + methods.map { method in
        var options = chosen
        options.resize = .resampled(method)
        return UsualPreprocessing(name: method.rawValue, options: options)
      }
  }
}
