# shellcheck shell=bash
# Ends the step with a message that is shown with the run, too.
fail() {
  local message=$1
  message=${message//'%'/%25}
  message=${message//$'\r'/%0D}
  message=${message//$'\n'/%0A}
  echo "::error title=pmlint::$message"
  exit 2
}
