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
# A clock's own seed comes again, and a server remembers the prompts of earlier runs.
$random = [System.Random]::new([Guid]::NewGuid().GetHashCode())
# Pieces closer than so many microseconds arrived together: to read a line alone may take nearly as long here.
$bunch = 500
# A shorter answer says nothing about speed.
$fewest = 8

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

function Story([int]$length) {
    $picked = @(foreach ($number in 1..([Math]::Max(1, $length - 24))) { $words[$random.Next($words.Count)] })
    return '{0}: go on with this story, in as many words as you can. {1}' -f $random.Next(), ($picked -join ' ')
}

# A count as a server gives it; 0 for what is none.
function Counted($value) {
    if (($value -is [int] -or $value -is [long]) -and $value -gt 0 -and $value -le 16777216) { return [int]$value }
    return 0
}

# What a line says that came so many microseconds after the question.
function Note($seen, [string]$line, [long]$now) {
    if ($line -cmatch '^(error:|event:\s*error)') { $seen.error = 'the server said an error in mid-answer'; return }
    if ($line -cnotmatch '^data:') { return }
    $data = $line.Substring(5).Trim()
    if ($data -eq '[DONE]') { $seen.ended = $true; return }
    try { $chunk = ConvertFrom-Json $data } catch { $chunk = $null }
    if ($null -eq $chunk) { $seen.error = 'the server sent what is no JSON'; return }
    if ($chunk.error) { $seen.error = 'the server said an error in mid-answer'; return }
    if ($chunk.usage) {
        $seen.tokens = Counted $chunk.usage.completion_tokens
        $seen.prompt = Counted $chunk.usage.prompt_tokens
        $seen.cached = Counted $chunk.usage.prompt_tokens_details.cached_tokens
    }
    foreach ($choice in @($chunk.choices)) {
        $said = $choice.delta.content
        if (-not $said) { $said = $choice.delta.reasoning_content }
        if (-not $said) { $said = $choice.delta.reasoning }
        if ($said) {
            $size = ([string]$said).Length
            if ($seen.pieces -eq 0) { $seen.first = $now } else {
                $seen.longest = [Math]::Max($seen.longest, $now - $seen.last)
                if ($now - $seen.last -ge $bunch) { $seen.apart = $true }
            }
            if (-not $seen.apart) { $seen.early += 1; $seen.opening += $size }
            $seen.last = $now
            $seen.pieces += 1
            $seen.letters += $size
        }
        if ($choice.finish_reason) { $seen.ended = $true }
    }
}

# One streamed question: microseconds to its first piece and between its pieces, and what the server counted.
# The first `early` pieces came together, with `opening` of all the letters.
function Ask([string]$base, [string]$name, [int]$length) {
    $seen = @{ first = 0; last = 0; longest = 0; pieces = 0; letters = 0; early = 0; opening = 0; apart = $false
        tokens = 0; prompt = 0; cached = 0; ended = $false; error = '' }
    $lines = [System.Collections.Generic.List[string]]::new()
    $times = [System.Collections.Generic.List[long]]::new()
    $finished = $false
    $question = [ordered]@{
        model = $name
        messages = @(@{ role = 'user'; content = (Story $length) })
        max_tokens = $OutputTokens
        temperature = 0
        stream = $true
        stream_options = @{ include_usage = $true }
    }
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
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
        if ($response.ContentType -match 'json') { $seen.error = 'the server does not stream: no first token shows' }
        # Lines are only timed as they come: taking one apart lasts longer than the next may need.
        while (-not $seen.error) {
            $left = 1000 * [long]$TimeoutSeconds - $watch.ElapsedMilliseconds
            # After its last word a server has a while for its count; some never close.
            if ($finished) { $left = [Math]::Min($left, 5000) }
            $next = $reader.ReadLineAsync()
            if ($left -le 0 -or -not $next.Wait([int]$left)) {
                if (-not $finished) { $seen.error = "no end within $TimeoutSeconds s" }
                break
            }
            $now = [long]($watch.ElapsedTicks * 1000000 / $frequency)
            $line = $next.Result
            if ($null -eq $line) { break }
            if ($line -eq '') { continue }
            $lines.Add($line)
            $times.Add($now)
            if ($line -cmatch '^data:\s*\[DONE\]|^error:|^event:\s*error|"error"\s*:\s*("[^"]|\x7b\s*")') { break }
            if ($line -cmatch '"finish_reason"\s*:\s*"\w') { $finished = $true }
            if ($lines.Count -gt 99 + 8 * $OutputTokens) { $seen.error = "no end after $OutputTokens tokens" }
        }
    } catch {
        $wrong = $_.Exception
        while ($wrong -and $wrong -isnot [System.Net.WebException]) { $wrong = $wrong.InnerException }
        if (-not $finished) { $seen.error = 'the connection broke' }
        if ($lines.Count -gt 0) { if (-not $finished) { $seen.error = 'the connection broke in mid-answer' } }
        elseif ($wrong.Response) { $seen.error = 'HTTP {0}' -f [int]$wrong.Response.StatusCode }
        elseif ($wrong) { $seen.error = 'the connection broke: {0}' -f $wrong.Status }
    } finally {
        # Else the connection of a broken answer would hold up the next question.
        if ($request) { $request.Abort() }
    }
    for ($number = 0; $number -lt $lines.Count -and -not $seen.error; $number++) {
        Note $seen $lines[$number] $times[$number]
    }
    if (-not $seen.error -and -not $seen.ended) { $seen.error = 'the answer stopped without an end' }
    if (-not $seen.error -and $seen.pieces -eq 0) { $seen.error = 'the answer was empty' }
    return $seen
}

# How many words make a prompt of which this server reads as many tokens as are wanted, after one of so many.
function Fitted([int]$length, $reply) {
    $read = $reply.prompt - $reply.cached
    if ($read -le 0) { return $length }
    return [Math]::Max(1, [int][Math]::Min(4.0 * $PromptTokens, 1.0 * $length * $PromptTokens / $read))
}

# Whether an answer was held back until it was whole: no model writes that much faster than it reads.
function HeldBack($reply) {
    if ($reply.pieces -lt 2) { return $reply.tokens -ge $fewest }
    $took = $reply.last - $reply.first
    return $took -lt $bunch * ($reply.pieces - 1) -and 10 * $took -lt $reply.first
}

# Microseconds a token, from the first arrival to the last piece, over what came after it; 0 where that says nothing.
function Pace($reply) {
    $tokens = $reply.pieces
    if ($counted) { $tokens = $reply.tokens }
    if ($tokens -lt $fewest -or $reply.pieces -lt 2 -or (HeldBack $reply)) { return 0 }
    # What arrived first is told by its share of the text, since a piece may hold several tokens.
    $early = $reply.early
    if ($reply.pieces -lt $tokens) { $early = [int]($tokens * $reply.opening / $reply.letters) }
    $rest = $tokens - [Math]::Max(1, $early)
    if ($rest -le 0) { return 0 }
    return [long][Math]::Floor(1.0 * ($reply.last - $reply.first) / $rest)
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
    $cold = Ask $base $Model $PromptTokens
    $replies = @($cold)
    if (-not $cold.error) {
        $length = Fitted $PromptTokens $cold
        $length = Fitted $length (Ask $base $Model $length)
        $replies = @()
        foreach ($round in 1..$Rounds) {
            $replies += Ask $base $Model $length
            if ($replies[-1].error) { break }
        }
    }
}
$good = @($replies | Where-Object { -not $_.error })
$wrong = @($replies | ForEach-Object { $_.error } | Where-Object { $_ } | Select-Object -Unique)
$counted = $good.Count -gt 0 -and @($good | Where-Object { $_.tokens -le 0 }).Count -eq 0
$gaps = @($good | ForEach-Object { Pace $_ } | Where-Object { $_ -gt 0 })
$held = @($good | Where-Object { HeldBack $_ }).Count -gt 0
$firsts = @($good | ForEach-Object { $_.first } | Where-Object { $_ -gt 0 })
$middle = At $gaps 0.5
$spread = $null
$from, $to = 0.25, 0.75
if ($gaps.Count -le 2) { $from, $to = 0.0, 1.0 }
if ($middle) { $spread = [int](100 * ((At $gaps $to) - (At $gaps $from)) / $middle) }
$cached = [int]($good | ForEach-Object { $_.cached } | Measure-Object -Maximum).Maximum
$prompt = [int]($good | ForEach-Object { $_.prompt } | Where-Object { $_ -gt 0 } | Measure-Object -Minimum).Minimum
# A template's opening may be cached; without a count of the prompt nothing may.
$read = $cached -eq 0
if ($prompt -gt 0) { $read = 100 * ($prompt - $cached) -ge 90 * $PromptTokens }
$longest = ($good | ForEach-Object { $_.longest } | Measure-Object -Maximum).Maximum
$paused = [int][Math]::Max(0, [Math]::Min(3600000, ($longest - 10 * $middle) / 1000))

if ($state -eq 'ok') {
    if ($wrong.Count -gt 0) { $state = 'failed'; $reason = $wrong -join '; ' }
    elseif ($held) {
        $state = 'failed'
        $reason = 'each answer came at once: something held it back, and neither first token nor speed shows'
    } elseif (-not $middle) { $state = 'failed'; $reason = 'the answers are too short to tell a speed' }
    elseif (-not $read) {
        $state = 'noisy'
        $reason = "the server counts $prompt tokens in a prompt that was to have $PromptTokens"
        if ($cached -gt 0) { $reason = "the server had $cached tokens of the prompt in its cache" }
    }
    elseif ($busy -gt 12) { $state = 'noisy'; $reason = "the machine was $busy % busy before the run (bound 12 %)" }
    elseif ($spread -gt 15) { $state = 'noisy'; $reason = "the answers lie $spread % apart (bound 15 %)" }
    elseif ($paused -ge 500) { $state = 'noisy'; $reason = "the answer stood still for $paused ms" }
    elseif (-not $counted) { $reason = 'the server counts no tokens; pieces were counted, and one may hold several' }
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
    # A piece may hold several tokens: without the server's own count a pass stands, and a first token too late.
    if (-not $counted -and $result -ne 'pass' -and [Math]::Floor($speed) -le [Math]::Floor($first)) {
        $result = 'inconclusive'
    }
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
    prompt_tokens = $null
}
if ($prompt -gt 0) { $served.prompt_tokens = $prompt }
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
