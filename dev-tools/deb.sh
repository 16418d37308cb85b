#!/bin/sh
# Makes target/holddown_VERSION_all.deb from the distribution folder: deb.sh DIST VERSION
set -eu
dist=$1
version=$(echo "$2" | sed 's/-SNAPSHOT$/~snapshot/')
command -v dpkg-deb >/dev/null || {
  echo "deb: needs dpkg-deb (package dpkg) and found none" >&2
  exit 5
}
root=target/deb
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr/lib/holddown" "$root/usr/bin" "$root/lib/systemd/system" \
  "$root/usr/share/doc/holddown" "$root/etc/holddown"
cp -Rp "$dist/." "$root/usr/lib/holddown/"
# Caches of ready classes are of one JDK on one kind of machine: they are made where they are used.
rm -rf "$root/usr/lib/holddown/lib/aot"
cp packaging/holddown.service "$root/lib/systemd/system/"
cp docs/guide/operating.md CHANGELOG.md "$root/usr/share/doc/holddown/"
ln -s ../lib/holddown/bin/holddown "$root/usr/bin/holddown"
size=$(du -sk "$root/usr" | cut -f1)
cat >"$root/DEBIAN/control" <<END
Package: holddown
Version: $version
Architecture: all
Maintainer: Holddown <holddown@example.org>
Installed-Size: $size
Depends: adduser
Recommends: temurin-25-jre | java25-runtime-headless | openjdk-25-jre-headless
Section: admin
Priority: optional
Description: release command center
 Runs a release by its playbook: proofs before each step, watches that roll it
 back by themselves, and a record that nobody can change.
END
cat >"$root/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
  getent passwd holddown >/dev/null ||
    adduser --system --group --home /var/lib/holddown --no-create-home holddown
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
fi
END
cat >"$root/DEBIAN/prerm" <<'END'
#!/bin/sh
set -e
# What runs goes on in the next version: the log is in /var/lib/holddown, and stays.
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl stop holddown || true
fi
# Caches that were made here are of this build.
rm -rf /usr/lib/holddown/lib/aot
END
cat >"$root/DEBIAN/postrm" <<'END'
#!/bin/sh
set -e
# The log, and what people wrote into /etc/holddown, stay even when all else is purged.
if [ "$1" = purge ] && [ -d /var/lib/holddown ]; then
  echo "holddown: /var/lib/holddown holds the record of your releases and stays; remove it by hand"
fi
[ ! -d /run/systemd/system ] || systemctl daemon-reload || true
END
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
find "$root" -type d -exec chmod 755 {} +
dpkg-deb --root-owner-group --build "$root" "target/holddown_${version}_all.deb" >/dev/null
echo "target/holddown_${version}_all.deb"
