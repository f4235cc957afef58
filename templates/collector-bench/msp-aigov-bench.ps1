<#
msp-aigov benchmark for Windows, for Windows PowerShell 5.1 and later.

What it does: asks a program on this machine that answers over an OpenAI-compatible API (Foundry Local, Ollama,
llama.cpp, LM Studio) a few generated questions, times how its answers stream in, and prints the figures with what this
machine is as one line of JSON.
What it does not do: it sends nothing to another machine (any address but loopback is refused, and no proxy is used),
sends no data of anybody, writes no file, changes no setting, starts no service and loads no model by itself.
Rights: none beyond a user's are needed. It needs .NET types, so it does not run in constrained language mode.
Signing: the file is plain ASCII and runs nothing built from text, so it may be signed and run under AllSigned.

Run it through your RMM, keep the line as a file per machine, and give the folder to `msp-aigov endpoints assess`.
-Compact leaves out what only people read, and stays under 2,000 characters. Without -Endpoint the ports that these
programs listen on are tried. -As is the name of the model in the catalogue, where the program calls it otherwise.
The needs are those of the workload `chat`: give others with their names.
#>
param(
    [string]$Endpoint = '',
    [string]$Model = '',
    [string]$As = '',
    [string]$Workload = 'chat',
    [ValidateRange(0.01, 100000.0)][double]$TokensPerSecond = 10,
    [ValidateRange(1, 3600000)][int]$FirstTokenMs = 3000,
    [ValidateRange(1, 100000)][int]$PromptTokens = 512,
    [ValidateRange(16, 4096)][int]$OutputTokens = 128,
    [ValidateRange(1, 50)][int]$Rounds = 5,
    [ValidateRange(1, 3600)][int]$TimeoutSeconds = 120,
    [switch]$Compact
)
$ErrorActionPreference = 'SilentlyContinue'

$loopback = @('127.0.0.1', 'localhost', '::1', '[::1]')
$frequency = [double][System.Diagnostics.Stopwatch]::Frequency
$words = 'the house has a red door and small green garden where two old trees stand'.Split(' ')
$random = [System.Random]::new()

function Open([string]$address) {
    $request = [System.Net.WebRequest]::Create($address)
    $request.Proxy = $null
    $request.AllowAutoRedirect = $false
    $request.Timeout = 1000 * $TimeoutSeconds
    $request.ReadWriteTimeout = 1000 * $TimeoutSeconds
    # Both would add their own waiting to the first token.
    $request.ServicePoint.Expect100Continue = $false
    $request.ServicePoint.UseNagleAlgorithm = $false
    return $request
}

# What an answer holds; no list of models is longer than this.
function Text([System.Net.WebResponse]$response) {
    $reader = [System.IO.StreamReader]::new($response.GetResponseStream(), [System.Text.Encoding]::UTF8)
    $letters = [char[]]::new(1000000)
    $count = $reader.ReadBlock($letters, 0, $letters.Length)
    return [string]::new($letters, 0, $count)
}

# The models that an endpoint holds; nothing where it does not answer as one.
function Models([string]$base) {
    try {
        $request = Open "$base/models"
        $request.Timeout = 1500
        $request.ReadWriteTimeout = 1500
        $response = $request.GetResponse()
        $held = (Text $response | ConvertFrom-Json).data
        return @($held | Where-Object { $_.id } | Select-Object -ExpandProperty id)
    } catch { return @() } finally { if ($request) { $request.Abort() } }
}

# The programs' usual ports, and where Foundry Local's own process listens: nothing else is tried.
function Places {
    $ports = @(5273, 11434, 8080, 1234)
    $own = @(Get-Process | Where-Object { $_.ProcessName -match 'foundry|Inference\.Service\.Agent' })
    $open = @(Get-NetTCPConnection -State Listen | Where-Object { $own.Id -contains $_.OwningProcess })
    return @(@($open | Select-Object -ExpandProperty LocalPort) + $ports | Select-Object -Unique)
}

function Story {
    $picked = @(foreach ($number in 1..([Math]::Max(1, $PromptTokens - 24))) { $words[$random.Next($words.Count)] })
    return '{0}: go on with this story, in as many words as you can. {1}' -f $random.Next(), ($picked -join ' ')
}

# One streamed question: microseconds to its first piece and between its pieces, and what the server counted.
function Ask([string]$base, [string]$name) {
    $seen = @{ first = 0; last = 0; pieces = 0; tokens = 0; cached = 0; error = ''; longest = 0 }
    $question = [ordered]@{
        model = $name
        messages = @(@{ role = 'user'; content = (Story) })
        max_tokens = $OutputTokens
        temperature = 0
        stream = $true
        stream_options = @{ include_usage = $true }
    }
    $began = [System.Diagnostics.Stopwatch]::GetTimestamp()
    try {
        $request = Open "$base/chat/completions"
        $request.Method = 'POST'
        $request.ContentType = 'application/json'
        $request.Accept = 'text/event-stream'
        $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -Depth 4 -Compress $question))
        $request.ContentLength = $body.Length
        $stream = $request.GetRequestStream()
        $stream.Write($body, 0, $body.Length)
        $stream.Close()
        $response = $request.GetResponse()
        $reader = [System.IO.StreamReader]::new($response.GetResponseStream(), [System.Text.Encoding]::UTF8)
        $ended = $false
        while ($null -ne ($line = $reader.ReadLine())) {
            $now = [long](([System.Diagnostics.Stopwatch]::GetTimestamp() - $began) * 1000000 / $frequency)
            if ($now -gt 1000000 * [long]$TimeoutSeconds) { $seen.error = "no end within $TimeoutSeconds s"; break }
            if (-not $line.StartsWith('data:')) { continue }
            $data = $line.Substring(5).Trim()
            if ($data -eq '[DONE]') { $ended = $true; break }
            try { $chunk = ConvertFrom-Json $data } catch { $chunk = $null }
            if ($null -eq $chunk) { $seen.error = 'the server sent what is no JSON'; break }
            if ($chunk.error) { $seen.error = 'the server said an error in mid-answer'; break }
            if ($chunk.usage.completion_tokens) { $seen.tokens = [int]$chunk.usage.completion_tokens }
            if ($chunk.usage.prompt_tokens_details.cached_tokens) {
                $seen.cached = [int]$chunk.usage.prompt_tokens_details.cached_tokens
            }
            foreach ($choice in @($chunk.choices)) {
                if ($choice.delta.content -or $choice.delta.reasoning_content -or $choice.delta.reasoning) {
                    if ($seen.pieces -eq 0) { $seen.first = $now }
                    else { $seen.longest = [Math]::Max($seen.longest, $now - $seen.last) }
                    $seen.last = $now
                    $seen.pieces += 1
                }
                if ($choice.finish_reason) { $ended = $true }
            }
        }
        if (-not $seen.error -and -not $ended) { $seen.error = 'the answer stopped without an end' }
        if (-not $seen.error -and $seen.pieces -eq 0) { $seen.error = 'the answer was empty' }
    } catch {
        $wrong = $_.Exception
        while ($wrong -and $wrong -isnot [System.Net.WebException]) { $wrong = $wrong.InnerException }
        $seen.error = 'the connection broke'
        if ($wrong) { $seen.error = 'the connection broke: {0}' -f $wrong.Status }
        if ($wrong.Response) { $seen.error = 'HTTP {0}' -f [int]$wrong.Response.StatusCode }
        elseif ($seen.pieces -gt 0) { $seen.error = 'the connection broke in mid-answer' }
    } finally {
        # Else the connection of a broken answer would hold up the next question.
        if ($request) { $request.Abort() }
    }
    return $seen
}

# The value below which that share of the values lies, between neighbours in proportion; nothing of nothing.
function At($values, [double]$share) {
    $ordered = @($values | Sort-Object)
    if ($ordered.Count -eq 0) { return $null }
    $place = $share * ($ordered.Count - 1)
    $low = [int][Math]::Floor($place)
    $high = [Math]::Min($low + 1, $ordered.Count - 1)
    return [long][Math]::Round($ordered[$low] + ($ordered[$high] - $ordered[$low]) * ($place - $low))
}

$system = Get-CimInstance -ClassName Win32_ComputerSystem
$os = Get-CimInstance -ClassName Win32_OperatingSystem
$cpu = Get-CimInstance -ClassName Win32_Processor
$bios = Get-CimInstance -ClassName Win32_BIOS
$battery = Get-CimInstance -ClassName Win32_Battery | Select-Object -First 1
$cards = @(Get-CimInstance -ClassName Win32_VideoController | Select-Object -ExpandProperty Name)
$load = ($cpu | Measure-Object -Property LoadPercentage -Average).Average
$busy = $null
if ($null -ne $load) { $busy = [int]$load }
$mains = $null
# 1 is on battery; 2, 3 and 6 to 9 are on mains; what is left does not tell.
if ($battery.BatteryStatus -eq 1) { $mains = $false }
elseif (2, 3, 6, 7, 8, 9 -contains $battery.BatteryStatus) { $mains = $true }
$started = [DateTime]::UtcNow

$state = 'ok'
$reason = ''
$base = $Endpoint.TrimEnd('/')
if ($base) {
    $asked = [Uri]$base
    if ($loopback -notcontains $asked.Host -or $asked.Scheme -ne 'http') {
        $state = 'failed'
        $reason = 'only an http address of this machine is asked'
    } elseif ($asked.AbsolutePath -eq '/') { $base = "$base/v1" }
} else {
    foreach ($port in Places) {
        if (@(Models "http://127.0.0.1:$port/v1").Count -gt 0) { $base = "http://127.0.0.1:$port/v1"; break }
    }
    if (-not $base) { $state = 'skipped'; $reason = 'no program that runs models answers here' }
}
if ($state -eq 'ok' -and -not $Model) { $Model = @(Models $base) | Select-Object -First 1 }
if ($state -eq 'ok' -and -not $Model) { $state = 'failed'; $reason = 'the endpoint holds no model' }

$replies = @()
$cold = $null
if ($state -eq 'ok') {
    $cold = Ask $base $Model
    $replies = @($cold)
    if (-not $cold.error) {
        $null = Ask $base $Model
        $replies = @(foreach ($round in 1..$Rounds) { Ask $base $Model })
    }
}
$good = @($replies | Where-Object { -not $_.error })
$wrong = @($replies | ForEach-Object { $_.error } | Where-Object { $_ } | Select-Object -Unique)
$counted = $good.Count -gt 0 -and @($good | Where-Object { $_.tokens -le 0 }).Count -eq 0
$gaps = @(foreach ($reply in $good) {
    $tokens = $reply.pieces
    if ($counted) { $tokens = $reply.tokens }
    if ($tokens -ge 8 -and $reply.pieces -gt 1) { [long](($reply.last - $reply.first) / ($tokens - 1)) }
} ) | Where-Object { $_ -gt 0 }
$gaps = @($gaps)
$firsts = @($good | ForEach-Object { $_.first } | Where-Object { $_ -gt 0 })
$middle = At $gaps 0.5
$spread = $null
if ($middle) { $spread = [int](100 * ((At $gaps 0.75) - (At $gaps 0.25)) / $middle) }
$cached = [int]($good | ForEach-Object { $_.cached } | Measure-Object -Maximum).Maximum
$longest = ($good | ForEach-Object { $_.longest } | Measure-Object -Maximum).Maximum
$paused = [int][Math]::Max(0, [Math]::Min(3600000, ($longest - 10 * $middle) / 1000))

if ($state -eq 'ok') {
    if ($wrong.Count -gt 0) { $state = 'failed'; $reason = $wrong -join '; ' }
    elseif (-not $middle) { $state = 'failed'; $reason = 'the answers are too short to tell a speed' }
    elseif ($cached -gt 0) { $state = 'noisy'; $reason = 'the server had part of the prompt in its cache' }
    elseif ($busy -gt 12) { $state = 'noisy'; $reason = "the machine was $busy % busy before the run (bound 12 %)" }
    elseif ($spread -gt 15) { $state = 'noisy'; $reason = "the answers lie $spread % apart (bound 15 %)" }
    elseif ($paused -ge 500) { $state = 'noisy'; $reason = "the answer stood still for $paused ms" }
}

$result = 'inconclusive'
$margin = $null
if ($state -eq 'ok') {
    $speed = 100 * (1000000 / (At $gaps 0.95) / $TokensPerSecond - 1)
    $first = 100 * ($FirstTokenMs * 1000 / (At $firsts 0.95) - 1)
    $margin = [int][Math]::Floor([Math]::Min($speed, $first))
    $result = 'fail'
    if ($margin -ge -15) { $result = 'marginal' }
    if ($margin -ge 0) { $result = 'pass' }
    # A piece may hold several tokens, so that without the server's own count only a pass stands.
    if (-not $counted -and $result -ne 'pass') { $result = 'inconclusive' }
}

$need = [ordered]@{
    workload = $Workload
    tokens_per_s = $TokensPerSecond
    first_token_ms = $FirstTokenMs
    real_time_factor = $null
    prompt_tokens = $PromptTokens
    output_tokens = $OutputTokens
    users = 1
}
$by = 'chunks'
if ($counted) { $by = 'usage' }
$served = [ordered]@{
    requests = $replies.Count
    errors = $wrong
    output_tokens = [int]($good | ForEach-Object { if ($counted) { $_.tokens } else { $_.pieces } } |
        Measure-Object -Sum).Sum
    tokens_by = $by
    cached_tokens = $cached
    load_us = $null
    first_token_p50_us = At $firsts 0.5
    first_token_p95_us = At $firsts 0.95
    first_token_p99_us = At $firsts 0.99
    token_gap_p50_us = $middle
    token_gap_p95_us = At $gaps 0.95
    token_gap_p99_us = At $gaps 0.99
    chunk_gap_p50_us = $null
    tokens_per_s = $null
    concurrency = 1
}
if ($cold -and -not $cold.error) { $served.load_us = $cold.first }
if ($middle) { $served.tokens_per_s = [Math]::Round(1000000 / $middle, 2) }
$named = $As
if (-not $named) { $named = $Model }
$measurement = [ordered]@{
    kind = 'live'
    model = $named
    provider = $base
    engine = 'endpoint'
    engine_version = ''
    state = $state
    reason = $reason
}
if ($good.Count -gt 0) { $measurement.served = $served }
$measurement.noise = [ordered]@{ busy_before_percent = $busy; spread_percent = $spread; paused_ms = $paused }
$measurement.verified = $true
$measurement.ruling = [ordered]@{ result = $result; need = $need; margin_percent = $margin; reason = $reason }
$conditions = [ordered]@{
    os = ('{0} {1}' -f $os.Caption, $os.Version)
    cpu = ($cpu | Select-Object -First 1).Name
    cores = [int]($cpu | Measure-Object -Property NumberOfCores -Sum).Sum
    threads = [int]($cpu | Measure-Object -Property NumberOfLogicalProcessors -Sum).Sum
    cache_bytes = $null
    ram_bytes = [long]$system.TotalPhysicalMemory
    ram_free_bytes = 1024 * [long]$os.FreePhysicalMemory
    busy_percent = $busy
    mains = $mains
    battery_percent = $battery.EstimatedChargeRemaining
    power_plan = 'unknown'
    temperature_c = $null
    virtual = $null
    gpus = $cards
    manufacturer = $system.Manufacturer
    product = $system.Model
    serial = $bios.SerialNumber
}
if ($Compact) {
    foreach ($name in 'cache_bytes', 'temperature_c', 'virtual', 'power_plan', 'gpus', 'threads') {
        $conditions.Remove($name)
    }
    foreach ($name in 'errors', 'first_token_p99_us', 'token_gap_p99_us', 'chunk_gap_p50_us') {
        if ($measurement.served) { $measurement.served.Remove($name) }
    }
    $measurement.reason = $reason.Substring(0, [Math]::Min(200, $reason.Length))
    $measurement.ruling.reason = ''
}
$line = [ordered]@{
    schema_version = 1
    tool = 'msp-aigov collector'
    started = $started.ToString('s') + 'Z'
    device = $system.Name
    conditions = $conditions
    measurements = @($measurement)
} | ConvertTo-Json -Depth 8 -Compress
# A console writes in the code page of its country: what is not ASCII goes as JSON's own escapes.
[regex]::Replace($line, '[^\x20-\x7e]', { param($found) '\u{0:x4}' -f [int][char]$found.Value })
