public import CNNModel

/// The image that `INPUT` on the command line names, before preprocessing.
public struct InputImage: Sendable {
  /// `[1, channels, rows, columns]`, the values of the file.
  public let image: Tensor
  /// The shape and the range of the values.
  public let format: PixelFormat
  /// What decoding did to it, in words: `composited over white`.
  public let notes: [String]
  /// The class that it shows, where that is known.
  public let label: Int?
  /// The numbers of an array in the type of its file; `nil` for images and samples.
  public let array: NumericArray?

  /// An image file, an array, or a sample of a data set such as `digits:42`.
  ///
  /// The values of images and samples are divided by the largest possible one unless the
  /// user says otherwise; those of arrays are taken unchanged.
  ///
  /// - Throws: ``FileError`` where there is no such image or it cannot be read.
  public static func read(_ name: String) throws(FileError) -> InputImage {
    if let reference = try SampleReference(parsing: name) {
      return try InputImage(reference)
    }
    if FileContent.exists(name), try FileKind(ofFile: name).isImage {
      return InputImage(try ImageFile.read(name))
    }
    return try InputImage(array: name)
  }

  private init(_ reference: SampleReference) throws(FileError) {
    if let sample = DataSetFormat(of: DataSetPlace(reference.dataSet))?.sample {
      let (image, label) = try sample(reference)
      self.init(image, label: label)
      return
    }
    let set = try DataSet.open(reference.dataSet)
    let (part, index) = try reference.position(in: set)
    self.init(
      set[part].images(at: [index]), PixelFormat(set.imageShape, maximum: set.maximum),
      label: set[part].hasLabels ? set[part].labels[index] : nil)
  }

  private init(_ file: ImageFile, label: Int? = nil) {
    self.init(
      file.array.tensor.reshaped(to: file.array.shape.batched(1)),
      PixelFormat(file.array.shape, maximum: Double(file.maximum)), notes: file.notes,
      label: label)
  }

  private init(
    _ image: Tensor, _ format: PixelFormat, notes: [String] = [], label: Int?,
    array: NumericArray? = nil
  ) {
    (self.image, self.format, self.notes) = (image, format, notes)
    (self.label, self.array) = (label, array)
  }

  private init(array name: String) throws(FileError) {
    self.init(try ArrayFile.readImage(name))
  }

  private init(_ array: NumericArray) {
    let maximum: Double =
      switch array.elementType {
      case .uint8: 255
      case .uint16: 65535
      default: 1
      }
    let leading = [Int](repeating: 1, count: 4 - array.shape.rank)
    let shape = Shape(leading + array.shape.extents)
    self.init(
      array.tensor.reshaped(to: shape),
      PixelFormat(shape.sample, maximum: maximum, divisor: 1, array: array.shape), label: nil,
      array: array)
  }

  /// The arrays of a batch, one for each of its samples; `nil` where a name means anything but one
  /// array of several samples.
  ///
  /// - Parameter rank: the number of axes of a sample.
  /// - Throws: ``FileError`` where the array cannot be read or its samples are empty.
  public static func batch(_ name: String, rank: Int) throws(FileError) -> [InputImage]? {
    guard (1...3).contains(rank), try SampleReference(parsing: name) == nil else { return nil }
    if FileContent.exists(name), try FileKind(ofFile: name).isImage { return nil }
    let array = try ArrayFile.read(name)
    guard array.shape.rank == rank + 1, array.shape[0] > 1, array.count > 0 else { return nil }
    return array.samples.map(InputImage.init)
  }
}
