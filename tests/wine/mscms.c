/* Colour profiles of Windows: Wine ends the program at a function that it has not written. Every name answers "no", as a
   computer without profiles does. For tests under Wine; Windows has the real one. */

#define NOTHING(name) __declspec(dllexport) void *name(void) { return 0; }

NOTHING(WcsCreateIccProfile)
NOTHING(WcsGetDefaultColorProfile)
NOTHING(WcsGetDefaultColorProfileSize)
NOTHING(OpenColorProfileW)
NOTHING(CloseColorProfile)
NOTHING(GetColorDirectoryW)
NOTHING(GetStandardColorSpaceProfileW)
NOTHING(WcsOpenColorProfileW)
