-- What somebody does in Neovim: opens a postmortem, looks around, has a heading mended, saves.
-- The folder PMLINT_SESSION has the document, and gets the report.
local folder = vim.env.PMLINT_SESSION
-- Only ever waited out where something is wrong.
local deadline = 60000

local function wait(what, is_done)
  assert(vim.wait(deadline, is_done, 10), 'waited in vain for ' .. what)
end

local function found()
  return vim.tbl_map(function(it)
    local code = it.code or (it.user_data and it.user_data.lsp and it.user_data.lsp.code)
    return { code = code, line = it.lnum + 1, message = it.message }
  end, vim.diagnostic.get(0))
end

local function has(code)
  return vim.tbl_filter(function(it) return it.code == code end, found())[1]
end

-- The text of the window that floats above the others, once there is one.
local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      return table.concat(lines, '\n')
    end
  end
end

local function session()
  local report = {}
  vim.cmd('edit ' .. folder .. '/docs/postmortem.md')
  wait('diagnostics', function() return has('not-a-heading') end)
  report.before = found()

  vim.fn.cursor(vim.fn.search('故障感知时间', 'w'), 8)
  vim.lsp.buf.hover()
  wait('what hovering shows', floating)
  report.hover = floating()

  if vim.lsp.inlay_hint then
    vim.lsp.inlay_hint.enable(true)
    wait('hints', function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end)
    report.hints = vim.tbl_map(function(it)
      local label = it.inlay_hint.label
      return vim.trim(type(label) == 'string' and label or label[1].value)
    end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
  end

  -- As if the first one were chosen.
  local offered
  vim.ui.select = function(items, options, choose)
    offered = vim.tbl_map(options.format_item, items)
    choose(items[1], 1)
  end
  vim.fn.cursor(has('not-a-heading').line, 1)
  vim.lsp.buf.code_action()
  wait('the end of the finding', function() return not has('not-a-heading') end)
  report.offered = offered
  vim.cmd('write')
  report.after = found()
  return report
end

local is_done, result = xpcall(session, debug.traceback)
if is_done then
  vim.fn.writefile({ vim.fn.json_encode(result) }, folder .. '/report.json')
  vim.cmd('quitall')
else
  io.stderr:write(result .. '\n' .. vim.inspect(found()) .. '\n')
  vim.cmd('cquit')
end
