/// A model that is a folder in another program, recognized so that the sentence can say what it is.
struct FolderFormat: Sendable {
  /// With its article.
  let name: String
  /// What helps, as the end of a sentence.
  let advice: String
  /// A file that such a folder has.
  private let member: String

  static let all = [
    FolderFormat(
      name: "a TensorFlow SavedModel (a folder)", advice: ForeignFormat.fromTensorFlow,
      member: "saved_model.pb"),
    FolderFormat(
      name: "a Core ML model (.mlpackage)", advice: ForeignFormat.original,
      member: "Data/com.apple.CoreML"),
  ]

  func recognizes(_ folder: String) -> Bool { FileContent.exists("\(folder)/\(member)") }
}
