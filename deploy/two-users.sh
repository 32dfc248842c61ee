#!/bin/sh
# Lays one folder for two users of the operating system: one serves those who answer, the other one the office. They
# share what both need, through a group, and nothing else: staff's user cannot open the office's store, keys or reports.
# May be run again at any time, also while both run. Needs root.
#
# Usage: two-users.sh [HOME [STAFF OFFICE GROUP]]
#        two-users.sh /var/lib/steadyground steadyground-staff steadyground-office steadyground
# Names that are numbers are taken as they are; other names are made where they are not there.
set -eu

home=${1:-/var/lib/steadyground}
staff=${2:-steadyground-staff}
office=${3:-steadyground-office}
group=${4:-steadyground}

stop() {
    echo "$1" >&2
    exit 1
}

is_number() {
    case $1 in
        '' | *[!0-9]*) return 1 ;;
        *) return 0 ;;
    esac
}

make_group() {
    if is_number "$1" || getent group "$1" >/dev/null; then return; fi
    groupadd --system "$1"
    echo "Made the group $1."
}

make_user() {
    if is_number "$1"; then return; fi
    if ! getent passwd "$1" >/dev/null; then
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$1"
        echo "Made the user $1."
    fi
    if ! is_number "$group"; then usermod --append --groups "$group" "$1"; fi
}

# lay FOLDER MODE: the office's, with the group.
lay() {
    mkdir -p "$1"
    chown "$office:$group" "$1"
    chmod "$2" "$1"
    echo "$2 $office:$group $1"
}

# office_only FILE...: what is inside, too.
office_only() {
    for file in "$@"; do
        [ -e "$file" ] || continue
        chown -R "$office" "$file"
        chmod -R go= "$file"
    done
}

lay_home() {
    lay "$home" 0710
    for file in "$home"/* "$home"/.[!.]*; do
        case ${file##*/} in
            ballots | results | questionnaires | secrets) ;;
            *) office_only "$file" ;;
        esac
    done
}

# Both users write sealed boxes. What staff's user has made its own stays so: only an owner can set a file's times.
lay_ballots() {
    lay "$home/ballots" 2770
    find "$home/ballots" -type f -exec chgrp "$group" {} + -exec chmod 0660 {} +
}

# The office writes, staff's user reads.
lay_for_reading() {
    lay "$1" 2750
    find "$1" -mindepth 1 -exec chown "$office:$group" {} +
    find "$1" -mindepth 1 -type d -exec chmod 2750 {} +
    find "$1" -type f -exec chmod 0640 {} +
}

# One key is for both: the secret behind the codes of slips. All others are the office's.
lay_secrets() {
    lay "$home/secrets" 2710
    if [ ! -e "$home/secrets/slips" ]; then
        (umask 077 && head -c 32 /dev/urandom >"$home/secrets/.slips" && mv "$home/secrets/.slips" "$home/secrets/slips")
    fi
    find "$home/secrets" -type f -exec chown "$office:$group" {} + -exec chmod 0400 {} +
    chmod 0440 "$home/secrets/slips"
    echo "0440 $office:$group $home/secrets/slips"
}

[ "$(id -u)" = 0 ] || stop "Run this as root: it gives files to two users."
[ "$staff" != "$office" ] || stop "Name two users: with one, nothing would be kept apart."
case $home in
    /?*) ;;
    *) stop "Name the folder from the root on, for instance /var/lib/steadyground." ;;
esac

make_group "$group"
make_user "$staff"
make_user "$office"
lay_home
lay_ballots
lay_for_reading "$home/results"
lay_for_reading "$home/questionnaires"
lay_secrets
lay "$home/reports" 0700

cat <<END

Laid. To start both by hand, from the folder of the program, each in a terminal of its own:
  setpriv --reuid $staff --regid $group --clear-groups env STEADYGROUND_HOME=$home PORT=8000 .venv/bin/steadyground serve staff
  setpriv --reuid $office --regid $group --clear-groups env STEADYGROUND_HOME=$home PORT=8001 .venv/bin/steadyground serve office
For systemd: deploy/systemd/steadyground-staff.service and deploy/systemd/steadyground-office.service.
END
