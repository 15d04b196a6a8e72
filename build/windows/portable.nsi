; The program in one file that needs no installation: it unpacks into a new folder of its own below the account's temporary
; folder, runs, waits, and removes that folder. build/formats/windows-installer.ts gives the names in ${}.
Unicode true
Target "${TARGET}"
SetCompressor lzma
ManifestDPIAware true
RequestExecutionLevel user
SilentInstall silent

!include "FileFunc.nsh"
!include "x64.nsh"
!include "${FILES}"

Name "${PRODUCT}"
OutFile "${OUT}"
Icon "${ICON}"

VIProductVersion "${NUMERIC_VERSION}"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${PRODUCT}"
VIAddVersionKey "LegalCopyright" "${LICENSE_NAME}"

Section
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${PRODUCT} needs 64-bit Windows."
    Abort
  ${EndIf}
  InitPluginsDir
  StrCpy $INSTDIR "$PLUGINSDIR\app"
  !insertmacro INSTALL_FILES
  SetOutPath "$INSTDIR"
  ${GetParameters} $R0
  ExecWait '"$INSTDIR\${PROGRAM}" $R0' $0
  SetOutPath "$TEMP"
  SetErrorLevel $0
SectionEnd
