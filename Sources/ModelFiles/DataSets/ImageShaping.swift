import CNNModel

/// What images of different sizes are brought to before they are kept: the rows, columns and channels
/// of a network's input, by what the user wants of that.
package struct ImageShaping: Hashable, Sendable {
  let input: InputFormat
  private let options: PreprocessingOptions

  package init(_ input: InputFormat, _ options: PreprocessingOptions) {
    (self.input, self.options) = (input, options)
  }

  /// An image with the network's channels, rows and columns, and with its own range of values.
  ///
  /// - Throws: ``FileError`` naming the image where it cannot be brought to that shape.
  func apply(to image: ImageFile, path: String) throws(FileError) -> Tensor {
    let format = PixelFormat(image.array.shape, maximum: Double(image.maximum))
    let shaping: Preprocessing
    do throws(PreprocessingError) {
      shaping = try Preprocessing(
        format, to: InputFormat(input.image),
        PreprocessingOptions(
          resize: options.resize, fit: options.fit, scale: ScaleFactor(1),
          isInverted: options.isInverted, channels: options.channels))
    } catch {
      throw FileError(path: path, reason: "\(error)")
    }
    return shaping.apply(to: image.array.tensor)
  }

  /// What is left to do with images that were brought to the shape: their values alone.
  package var rest: PreprocessingOptions {
    var rest = options
    (rest.resize, rest.fit, rest.channels, rest.isInverted) = (nil, nil, nil, false)
    return rest
  }
}
