#!/bin/sh
# msp-aigov collector for Linux and macOS.
#
# What it does: reads what this machine is (name, maker, model, serial number, processor, memory, free disk, graphics,
# neural processor, operating system, battery) and prints it as one JSON object on standard output.
# What it does not do: it writes nothing, changes nothing, starts no service, and opens no network connection.
# Rights: none are needed. With root rights dmidecode also tells the installed memory and the serial number.
#
# Run it through your RMM, keep the output as a file per machine, and give the folder to `msp-aigov endpoints assess`.
set -u
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
export PATH

quote() {
    # One JSON string from standard input, or null where there is nothing.
    awk 'BEGIN { ORS = ""; text = "" }
        { text = text (NR > 1 ? " " : "") $0 }
        END {
            gsub(/[[:cntrl:]]/, " ", text); gsub(/^ +| +$/, "", text)
            gsub(/\\/, "\\\\&", text); gsub(/"/, "\\\\&", text)
            if (text == "") print "null"; else print "\"" text "\""
        }'
}

number() {
    case "$1" in
        '' | *[!0-9]*) printf 'null' ;;
        *) printf '%s' "$1" ;;
    esac
}

first_line() {
    [ -r "$1" ] && head -n 1 "$1" 2>/dev/null
}

have() {
    command -v "$1" >/dev/null 2>&1
}

linux_installed() {
    # Modules of memory add up; without the right to read them the answer is nothing, not a guess.
    have dmidecode || return 0
    dmidecode -t 17 2>/dev/null | awk '
        $1 == "Size:" && $3 == "MB" { total += $2 * 1048576 }
        $1 == "Size:" && $3 == "GB" { total += $2 * 1073741824 }
        $1 == "Size:" && $3 == "TB" { total += $2 * 1099511627776 }
        END { if (total > 0) printf "%.0f", total }'
}

linux_gpus() {
    # The driver tells the memory of its own cards exactly; every other adapter is named without it.
    {
        if have nvidia-smi; then
            nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader,nounits 2>/dev/null |
                awk -F', *' 'NF == 3 { printf "%s\t%.0f\t%s\n", $1, $2 * 1048576, $3 }'
        fi
        if have lspci; then
            # The driver of AMD's cards says in a file of the kernel how much memory each of them has.
            lspci 2>/dev/null | awk -v nvidia="$(have nvidia-smi && echo yes)" '
                / (VGA compatible|3D|Display) controller: / {
                    file = "/sys/bus/pci/devices/" (index($1, ":") == 3 ? "0000:" : "") $1 "/mem_info_vram_total"
                    memory = ""
                    getline memory < file
                    sub(/^[^ ]+ [^:]+: /, ""); sub(/ \(rev [0-9a-f]+\)$/, "")
                    if (nvidia != "yes" || $0 !~ /NVIDIA/) printf "%s\t%s\t\n", $0, memory
                }'
        fi
    }
}

linux_npus() {
    # AMD's is listed as a signal processor.
    awk '/Processing accelerators: / || /Signal processing controller: .*(IPU|NPU|Neural)/ {
        sub(/^[^ ]+ [^:]+: /, ""); sub(/ \(rev [0-9a-f]+\)$/, ""); printf "%s\t\t\n", $0
    }'
}

gpu_objects() {
    tab=$(printf '\t')
    separator=''
    while IFS="$tab" read -r name memory driver; do
        [ -n "$name" ] || continue
        printf '%s{"name": %s, "vram_bytes": ' "$separator" "$(printf '%s' "$name" | quote)"
        number "$memory"
        printf ', "driver": %s}' "$(printf '%s' "$driver" | quote)"
        separator=', '
    done
}

linux() {
    os_name=$(awk -F= '$1 == "PRETTY_NAME" { gsub(/"/, "", $2); print $2 }' /etc/os-release 2>/dev/null)
    os_build=$(uname -r)
    maker=$(first_line /sys/class/dmi/id/sys_vendor)
    model=$(first_line /sys/class/dmi/id/product_name)
    serial=$(first_line /sys/class/dmi/id/product_serial)
    cpu=$(awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo 2>/dev/null)
    # Where the processor is not x86, the kernel names no model there.
    if [ -z "$cpu" ] && have lscpu; then cpu=$(lscpu 2>/dev/null | awk -F': *' '/^Model name/ { print $2; exit }'); fi
    # A guest's processor says that a hypervisor runs it; the host's own does not. Only x86 tells either.
    is_vm=$(awk '/^flags/ { if (/ hypervisor( |$)/) print "true"; else print "false"; exit }' /proc/cpuinfo 2>/dev/null)
    arch=$(uname -m)
    visible=$(awk '$1 == "MemTotal:" { printf "%.0f", $2 * 1024 }' /proc/meminfo 2>/dev/null)
    installed=$(linux_installed)
    device=$(df -P / 2>/dev/null | awk 'NR == 2 { print $1 }')
    rotates=$(first_line "/sys/class/block/$(basename "${device:-none}" | sed 's/p\{0,1\}[0-9]*$//')/queue/rotational")
    # A virtual disk says that it rotates, whatever lies under it.
    case "$device:$rotates" in
        /dev/vd* | /dev/xvd*) disk_type='' ;;
        *:0) disk_type=SSD ;;
        *:1) disk_type=HDD ;;
        *) disk_type='' ;;
    esac
    gpus=$(linux_gpus | gpu_objects)
    listed=no
    if have lspci || have nvidia-smi; then listed=yes; fi
    npus=$(if have lspci; then lspci 2>/dev/null | linux_npus | gpu_objects; fi)
    npus_listed=$(if have lspci; then echo yes; else echo no; fi)
    power=''
    for battery in /sys/class/power_supply/BAT*; do [ -d "$battery" ] && power=battery; done
}

mac() {
    os_name="macOS $(sw_vers -productVersion 2>/dev/null)"
    os_build=$(sw_vers -productVersion 2>/dev/null)
    maker=Apple
    model=$(sysctl -n hw.model 2>/dev/null)
    serial=$(ioreg -c IOPlatformExpertDevice -d 2 2>/dev/null | awk -F'"' '/IOPlatformSerialNumber/ { print $4; exit }')
    cpu=$(sysctl -n machdep.cpu.brand_string 2>/dev/null)
    installed=$(sysctl -n hw.memsize 2>/dev/null)
    visible=$installed
    # A shell under Rosetta calls the machine x86_64.
    arch=$(uname -m)
    if [ "$(sysctl -n hw.optional.arm64 2>/dev/null)" = 1 ]; then arch=arm64; fi
    is_vm=$(sysctl -n kern.hv_vmm_present 2>/dev/null | awk '$1 == "1" { print "true" } $1 == "0" { print "false" }')
    disk_type=$(diskutil info / 2>/dev/null | awk -F': *' '/Solid State:/ { if ($2 ~ /Yes/) print "SSD"; else print "HDD"; exit }')
    gpus=''
    listed=no
    npus=''
    npus_listed=no
    power=$(pmset -g batt 2>/dev/null | awk '/InternalBattery/ { print "battery"; exit }')
}

case "$(uname -s)" in Darwin) mac ;; *) linux ;; esac
free_kb=$(df -Pk / 2>/dev/null | awk 'NR == 2 { print $4 }')

printf '{"msp_aigov_probe": 1, "taken_at": "%s"' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
printf ', "name": %s' "$(uname -n | quote)"
printf ', "manufacturer": %s' "$(printf '%s' "$maker" | quote)"
printf ', "model": %s' "$(printf '%s' "$model" | quote)"
printf ', "serial": %s' "$(printf '%s' "$serial" | quote)"
printf ', "os": {"name": %s' "$(printf '%s' "$os_name" | quote)"
printf ', "build": %s}' "$(printf '%s' "$os_build" | quote)"
printf ', "cpu": {"name": %s' "$(printf '%s' "$cpu" | quote)"
printf ', "arch": %s}' "$(printf '%s' "$arch" | quote)"
printf ', "memory": {"installed_bytes": '
number "$installed"
printf ', "visible_bytes": '
number "$visible"
printf '}, "disk": {"free_bytes": '
number "${free_kb:+$((free_kb * 1024))}"
printf ', "type": %s}' "$(printf '%s' "$disk_type" | quote)"
if [ -n "$is_vm" ]; then printf ', "is_vm": %s' "$is_vm"; fi
if [ "$listed" = yes ]; then printf ', "gpus": [%s]' "$gpus"; fi
if [ "$npus_listed" = yes ]; then printf ', "npus": [%s]' "$npus"; fi
printf ', "power": %s}\n' "$(printf '%s' "$power" | quote)"
