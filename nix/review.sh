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

call() {
  # The header comes over a pipe: other processes can read a command line.
  curl --silent --show-error --fail-with-body --header @<(echo "Authorization: token $TOKEN") \
    --header 'Content-Type: application/json' "$@"
}

# One comment for each pull request, kept up to date.
known=$(call "$api/$NUMBER/comments?per_page=100&limit=100" |
  jq --raw-output --arg marker "$marker" 'map(select(.body | startswith($marker))) | first | .id // empty')
if [[ -n $known ]]; then
  call --request PATCH --data "$body" "$api/comments/$known" >/dev/null
else
  call --request POST --data "$body" "$api/$NUMBER/comments" >/dev/null
fi
exit "$status"
