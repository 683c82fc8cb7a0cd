# Says on a pull request what its change of the modules means, and fails where that is grave. GitHub and Gitea have the
# same calls for comments, and their runners set the same variables.
#
#   BASE    commit that the pull request is to be merged into
#   NUMBER  the pull request's
#   TOKEN   may write comments

status=0
report=$(nixsmith diff "$BASE" --format markdown) || status=$?
if [[ $status == 2 ]]; then
  exit 2
fi
# The runner's log has all of it, whatever the comment has no room for.
nixsmith diff "$BASE" --fail-on never

marker='<!-- nixsmith diff -->'
body=$(jq --null-input --arg body "$marker"$'\n'"$report" '{body: $body}')
api=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues
work=$(mktemp --directory)
trap 'rm -r -- "$work"' EXIT

# Puts the answer into a file and gives its status. The header comes over a pipe: other processes can read a command line.
call() {
  curl --silent --show-error --output "$work/answer" --write-out '%{http_code}' \
    --header @<(echo "Authorization: token $TOKEN") --header 'Content-Type: application/json' "$@"
}

# The token of a pull request from a fork may read at most; then the log and the job's summary say it.
finish() {
  echo "The forge does not let this job comment (HTTP $1); the report stands above." >&2
  if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then
    printf '%s\n' "$report" >>"$GITHUB_STEP_SUMMARY"
  fi
  exit "$status"
}

check() {
  case $1 in
    2??) ;;
    401 | 403 | 404) finish "$1" ;;
    *)
      echo "$api answered with HTTP $1:" >&2
      cat -- "$work/answer" >&2
      exit 3
      ;;
  esac
}

# One comment for each pull request, kept up to date. Gitea gives all of them whatever the page, GitHub a hundred at a time.
known='' previous=''
for ((page = 1; ; page += 1)); do
  check "$(call "$api/$NUMBER/comments?per_page=100&limit=100&page=$page")"
  known=$(jq --raw-output --arg marker "$marker" \
    'map(select((.body // "") | startswith($marker))) | first | .id // empty' "$work/answer")
  ids=$(jq --compact-output 'map(.id)' "$work/answer")
  if [[ -n $known || $ids == '[]' || $ids == "$previous" ]]; then break; fi
  previous=$ids
done

answer=''
if [[ -n $known ]]; then
  answer=$(call --request PATCH --data "$body" "$api/comments/$known")
fi
# Anybody may write a comment that begins as ours does; one that is not ours is left alone.
if [[ $answer != 2?? ]]; then
  answer=$(call --request POST --data "$body" "$api/$NUMBER/comments")
fi
check "$answer"
exit "$status"
