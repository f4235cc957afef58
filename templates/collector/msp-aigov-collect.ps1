<#
msp-aigov collector for Windows, for Windows PowerShell 5.1 and later.

What it does: reads what this machine is (name, maker, model, serial number, processor, memory, free disk, graphics with
exact memory, neural processor, driver versions, operating system, power, who is signed in) and prints it as one JSON
object.
What it does not do: it writes nothing, changes nothing, starts no service, loads no module from elsewhere, and opens
no network connection.
Rights: none beyond a user's are needed.
Signing: the file is plain ASCII and runs nothing built from text, so it may be signed and run under AllSigned.

Run it through your RMM, keep the output as a file per machine, and give the folder to `msp-aigov endpoints assess`.
#>
$ErrorActionPreference = 'SilentlyContinue'

$system = Get-CimInstance -ClassName Win32_ComputerSystem
$bios = Get-CimInstance -ClassName Win32_BIOS
$os = Get-CimInstance -ClassName Win32_OperatingSystem
$cpu = Get-CimInstance -ClassName Win32_Processor | Select-Object -First 1
$modules = @(Get-CimInstance -ClassName Win32_PhysicalMemory)
$disk = Get-CimInstance -ClassName Win32_LogicalDisk -Filter "DeviceID='$($os.SystemDrive)'"
$adapters = @(Get-CimInstance -ClassName Win32_VideoController)
$battery = @(Get-CimInstance -ClassName Win32_Battery)
$accelerators = @(
    Get-CimInstance -ClassName Win32_PnPEntity -Filter "PNPClass='ComputeAccelerator'" -ErrorVariable unlisted
)
$drivers = @(Get-CimInstance -ClassName Win32_PnPSignedDriver -Filter "DeviceClass='COMPUTEACCELERATOR'")
$media = @(Get-CimInstance -Namespace root/Microsoft/Windows/Storage -ClassName MSFT_PhysicalDisk)

# A driver writes the true memory of its card into the registry, but the key stays when the card is taken out: so a
# figure counts only for an adapter that is there, matched by the vendor and device in its id.
$class = 'HKLM:\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}'
$keys = @(Get-ChildItem -Path $class | Where-Object { $_.PSChildName -match '^\d{4}$' })
$exact = @{}
foreach ($key in $keys) {
    $values = Get-ItemProperty -Path $key.PSPath
    $size = $values.'HardwareInformation.qwMemorySize'
    if ($values.MatchingDeviceId -match 'ven_[0-9a-f]{4}&dev_[0-9a-f]{4}' -and $size -gt 0) {
        $exact[$Matches[0].ToLowerInvariant()] = [long]$size
    }
}

$gpus = @(foreach ($adapter in $adapters) {
    $memory = $null
    if ($adapter.PNPDeviceID -match 'VEN_[0-9A-F]{4}&DEV_[0-9A-F]{4}') {
        $memory = $exact[$Matches[0].ToLowerInvariant()]
    }
    [ordered]@{
        name = $adapter.Name
        vram_bytes = $memory
        adapter_ram_bytes = $adapter.AdapterRAM
        driver = $adapter.DriverVersion
        pnp_id = $adapter.PNPDeviceID
    }
})
# Windows always lists an adapter: none at all is a question that failed, and not an answer.
if ($gpus.Count -eq 0) { $gpus = $null }

$npus = @(foreach ($accelerator in $accelerators) {
    $driver = $drivers | Where-Object { $_.DeviceID -eq $accelerator.PNPDeviceID } | Select-Object -First 1
    [ordered]@{ name = $accelerator.Name; driver = $driver.DriverVersion; pnp_id = $accelerator.PNPDeviceID }
})

if ($unlisted) { $npus = $null }

$installed = $null
if ($modules.Count -gt 0) { $installed = [long]($modules | Measure-Object -Property Capacity -Sum).Sum }
$kinds = @{ 3 = 'HDD'; 4 = 'SSD' }
$build = $os.Version
$update = (Get-ItemProperty -Path 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion').UBR
if ($update) { $build = '{0}.{1}' -f $build, $update }
$kind = $null
if ($media.Count -eq 1) { $kind = $kinds[[int]$media[0].MediaType] }
$power = $null
if ($battery.Count -gt 0) { $power = 'battery' }

[ordered]@{
    msp_aigov_probe = 1
    taken_at = [DateTime]::UtcNow.ToString('s') + 'Z'
    name = $system.Name
    manufacturer = $system.Manufacturer
    model = $system.Model
    serial = $bios.SerialNumber
    os = [ordered]@{ name = $os.Caption; build = $build }
    cpu = [ordered]@{ name = $cpu.Name; arch = $system.SystemType }
    memory = [ordered]@{ installed_bytes = $installed; visible_bytes = $system.TotalPhysicalMemory }
    disk = [ordered]@{ free_bytes = $disk.FreeSpace; type = $kind }
    gpus = $gpus
    npus = $npus
    power = $power
    user = $system.UserName
} | ConvertTo-Json -Depth 4
