/// How a view goes together with other views.
package struct ViewTraits: Hashable, Sendable {
  /// When it closes by itself.
  var lifetime = ViewLifetime.untilClosed
  /// Whether it stays below a view that is opened over it, and is seen again when that closes.
  var staysBelow = false
  /// Whether other views are shown beside it, one pane at a time, whatever covers the rest.
  var isHost = false
  /// Whether what is typed is text.
  var takesText = false
  /// What typing does besides, as the footer says it: `to narrow`.
  var typingLabel: String?
  /// The sentence for a key that it does not know; `nil` when keys pass to the views below.
  var unknownKeySentence: String?
  /// Whether its commands and its drawing may take long, so that they wait for work in the background.
  var waitsForWork = false
  /// Whether its last lines are its result, so that long news must not cover them.
  var staysAboveNews = false
  /// Why it is not shown enlarged; `nil` when it can be.
  var enlargingRefusal: String?

  /// Whether no key passes to the views below.
  var isModal: Bool { unknownKeySentence != nil || takesText }
}

/// When a view closes by itself.
enum ViewLifetime: Int, Hashable, Sendable, Comparable {
  /// When something of the network is to be seen.
  case untilNetworkIsShown
  /// When another tensor is chosen.
  case untilSelectionChanges
  case untilClosed

  static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// Where a view stands on the screen.
package enum Placement: Hashable, Sendable {
  /// In all the room, over every view below that is no host.
  case covers
  /// In a part of the room; the views below have the rest.
  case beside
  /// On top of everything, where it draws.
  case overlays
}
