#pragma once

namespace tandem::ui::sizes {

// Lengths of the visual language in px at text scale 1; heights that hold text go through Theme::scaled or Theme::lineHeight.
inline constexpr int columnHeader = 52;
inline constexpr int statusBar = 24;
inline constexpr int rail = 52;
inline constexpr int railButton = 36;
inline constexpr int viewsColumn = 184;
inline constexpr int viewRow = 28;
inline constexpr int listColumn = 332;
inline constexpr int groupHeader = 26;
inline constexpr int sidePanel = 312;
inline constexpr int control = 28;
inline constexpr int searchField = 30;
inline constexpr int controlPadding = 10;
inline constexpr int controlRadius = 6;
inline constexpr int cardRadius = 8;
inline constexpr int chip = 18;
inline constexpr int chipPadding = 7;
inline constexpr int chipGap = 6;
inline constexpr int chipRadius = 4;
inline constexpr int switchWidth = 34;
inline constexpr int switchHeight = 20;
inline constexpr int avatar = 28;
inline constexpr int smallAvatar = 22;
inline constexpr int toast = 44;
inline constexpr int icon = 16;
inline constexpr int meterWidth = 28;
inline constexpr int meterHeight = 4;
inline constexpr int urgencyMark = 14;
inline constexpr int unreadDot = 6;
inline constexpr int keyCap = 18;

} // namespace tandem::ui::sizes
